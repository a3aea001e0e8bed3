/** Files that went into the command's bundles. */
interface Inputs {
  readonly client: readonly string[];
  readonly registry: readonly string[];
}

export function licences(inputs: Inputs): string;
export function isPermissive(licence: unknown): boolean;
