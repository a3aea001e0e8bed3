import type { Refusal } from '#domain/upstream/policy.ts';

/** A version that the registry's own rules keep out. */
export class KeptOut extends Error {
  override readonly name = 'KeptOut';
  readonly kind: Refusal['kind'];

  constructor({ kind, reason }: Refusal) {
    super(reason);
    this.kind = kind;
  }
}
