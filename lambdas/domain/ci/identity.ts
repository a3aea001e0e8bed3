import type { CiRun } from './run.ts';

/** What a verified ID token says: the run, and what decides whether it is let in. */
export interface CiIdentity {
  readonly run: CiRun;
  /** What set the run off, in its service's word. */
  readonly event: string;
  /** Whether it ran on a machine of the service; undefined where the service does not say. */
  readonly hosted: boolean | undefined;
  /** A workflow of another repository that the job is defined in: `acme/ci/.github/workflows/publish.yml`. */
  readonly reusable: string | undefined;
  /** Ids beyond the repository's that a trusted publisher may name, by the claim's name. */
  readonly others: Readonly<Record<string, string | readonly string[]>>;
}
