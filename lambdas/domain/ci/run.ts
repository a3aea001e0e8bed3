/** Services whose runs are known by an ID token of theirs. */
export const CI_PROVIDERS = ['github', 'gitlab', 'circleci'] as const;
export type CiProvider = (typeof CI_PROVIDERS)[number];

/** What people call them, as documents show who published. */
export const PROVIDER_TITLE: Readonly<Record<CiProvider, string>> = {
  github: 'GitHub Actions',
  gitlab: 'GitLab CI/CD',
  circleci: 'CircleCI',
};

/** Something that may be renamed, so that only its id says which one it is. */
export interface Identified {
  readonly id: string;
  readonly name: string;
}

/** One run of a CI service, as its ID token tells of it and as a version remembers it. */
export interface CiRun {
  readonly provider: CiProvider;
  readonly issuer: string;
  readonly repository: Identified;
  /** The account, group or organization that the repository belongs to. */
  readonly owner: Identified;
  /** File of the workflow within the place where its service looks for workflows. */
  readonly workflow: string;
  /** Full, such as `refs/heads/main` or `refs/tags/v1.0.0`. */
  readonly ref: string;
  /** Absent where the service does not say. */
  readonly commit?: string;
  readonly environment?: string;
  /** Id of the run; of several attempts it is the same. */
  readonly run: string;
  /** Where people see it. */
  readonly url: string;
  /** Who or what set it off. */
  readonly actor: string;
  /** Whether anybody can see the repository: what is shown of a run in public. */
  readonly public: boolean;
}

/** A run as logs and errors name it. */
export const repositoryOf = ({ provider, repository }: CiRun): string =>
  `${provider}:${repository.name}`;
