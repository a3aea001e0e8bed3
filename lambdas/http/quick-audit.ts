import { auditReport } from '#domain/audit-report.ts';
import { readAuditTree, versionsIn } from '#domain/audit-tree.ts';
import { invalid, tooLarge } from '#domain/errors.ts';
import { isJsonObject } from '#domain/manifest.ts';
import type { Principal } from '#domain/principal.ts';
import { advisoriesFor } from '#http/find-advisories.ts';
import { readJson } from '#http/input.ts';
import { json, type Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

/** Bytes of a tree: it has an integrity for each package, and as many packages as an application. */
const LARGEST = 16 * 1024 * 1024;

/**
 * Answers a whole tree by what is known of the versions in it. The tree itself goes nowhere: it names projects and
 * packages that are nobody else's business.
 */
export async function quickAudit(call: {
  readonly principal: Principal;
  readonly request: Request;
  readonly services: Services;
}): Promise<Reply> {
  const body = await readJson(call.request, LARGEST);
  if (!isJsonObject(body)) throw invalid('body: must be a tree with "dependencies"');
  const tree = readAuditTree(body);
  if (!tree) throw tooLarge('this tree is too large: audit parts of the application by themselves');
  return json(auditReport(tree, await advisoriesFor(call, versionsIn(tree))));
}
