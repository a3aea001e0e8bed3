import { unavailable } from '#domain/errors.ts';
import { decided, type StageDecision } from '#domain/staging/staged-version.ts';
import { auditOf } from '#http/audit.ts';
import { confirmDecision } from '#http/staging/confirm-decision.ts';
import { checkSame, decidedArea, type Deciding, stagedDetail } from '#http/staging/deciding.ts';
import { findVisible, type VisibleStaged } from '#http/staging/find-visible.ts';
import { permitHeld } from '#http/staging/name-holding.ts';
import { backOff } from '#store/backoff.ts';
import { saveRejected } from '#store/stage-writes.ts';

const ATTEMPTS = 12;

/** Takes a staged version away for good. Nobody could install it, so that its number is free again. */
export async function rejectStaged(call: Deciding, id: string): Promise<void> {
  let found = await findVisible(call.services, call.principal, id);
  await confirmDecision(call, found);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await rejected(call, found)) return;
    await backOff(attempt);
    found = await findVisible(call.services, call.principal, id);
  }
  throw unavailable('this package is being changed by many at once: repeat the command');
}

/** False where somebody else was quicker. */
async function rejected(call: Deciding, { staged, holding }: VisibleStaged): Promise<boolean> {
  const { principal, services } = call;
  const { table, now } = services;
  const decision: StageDecision = { outcome: 'rejected', by: principal.name };
  if (staged.decision) {
    checkSame(staged, staged.decision, decision);
    return true;
  }
  const { basis } = await permitHeld(holding, principal, 'approve', services);
  const at = now();
  const { name, pkg, area } = holding;
  const left = decided(staged, decision, at);
  const change = decidedArea(area, left, at);
  // Somebody decided after it was read.
  if (!change) return false;
  const audit = auditOf(call, 'reject', stagedDetail(staged));
  const obstacle = await saveRejected(table, {
    name,
    pkg,
    area: change,
    staged: left,
    basis,
    audit: { ...audit, at: at.toISOString(), subject: `package:${name}` },
  });
  return obstacle === undefined;
}
