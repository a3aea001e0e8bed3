/** What a check has found. */
export interface Finding {
  /** What was looked at: `registry`, `pnpm`, … */
  readonly check: string;
  /** A problem keeps packages from coming; a warning may, or is not safe. */
  readonly state: 'ok' | 'warning' | 'problem';
  /** One sentence, without a full stop. */
  readonly says: string;
  /** A command, or what to do otherwise. */
  readonly fix?: string;
}

type Said = (check: string, says: string, fix?: string) => Finding;

const finding =
  (state: Finding['state']): Said =>
  (check, says, fix) => ({ check, state, says, ...(fix !== undefined && { fix }) });

export const ok = finding('ok');
export const warning = finding('warning');
export const problem = finding('problem');
