/** A rule of the registry, as the configuration has it. */
export interface Rule {
  /** Of the configuration; empty where several belong together. */
  readonly setting: string;
  readonly what: string;
  readonly value: string;
  /** Why somebody should look at it again. */
  readonly loose?: string;
}

export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}
