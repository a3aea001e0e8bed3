import type { Json } from '#domain/manifest.ts';

/** Who did what to what, and from where: written in the transaction that does it, never changed. */
export interface AuditEvent {
  readonly id: string;
  /** ISO time. */
  readonly at: string;
  readonly action: string;
  /** `package:name`, `user:name` or `trusted-owner:service:id`. */
  readonly subject: string;
  readonly actor: string;
  /** Key of the token that was used, if one was. */
  readonly token?: string;
  readonly address: string;
  readonly detail: Json;
}

export const toAuditItem = (event: AuditEvent): AuditEvent & { readonly month: string } => ({
  ...event,
  month: event.at.slice(0, 7),
});
