import { letsClaim } from './org/stake.ts';
import type { AccessRules, Action, Decision, Subject } from './permission.ts';
import type { CiPrincipal } from './principal.ts';

const RUNS: ReadonlySet<Action> = new Set<Action>(['publish', 'stage', 'tag']);

/** A run does what its token was made for, to the one package that it was made for. */
export function canRun(
  principal: CiPrincipal,
  action: Action,
  subject: Subject,
  rules: AccessRules,
): Decision {
  const refused = (why: Decision): Decision => (subject.visibility === 'public' ? why : 'hidden');
  if (principal.package !== subject.name) return refused('run');
  if (isClosed(principal, subject)) return 'scope-run';
  if (!trusts(principal, subject)) return refused('untrusted');
  if (!RUNS.has(action)) return 'run';
  // There is nothing to tag yet.
  if (subject.owners === undefined && action === 'tag') return 'hidden';
  return canTrusted(principal, action, subject, rules);
}

/** What the owners ask of the runs that they trust. */
function canTrusted(
  principal: CiPrincipal,
  action: Action,
  subject: Subject,
  rules: AccessRules,
): Decision {
  const environment = subject.rules?.environment;
  if (environment !== undefined && environment !== principal.run.environment) return 'environment';
  if (action === 'stage') return 'allow';
  return stages(principal, subject, rules) ? 'stage-only' : 'allow';
}

/** Whether a run that comes to claim the name is none that the owner of the scope lets in. */
const isClosed = (principal: CiPrincipal, { org }: Subject): boolean =>
  principal.standing === 'claims' && org !== undefined && !letsClaim(org, principal);

function stages({ permission }: CiPrincipal, { rules }: Subject, { fromCi }: AccessRules): boolean {
  return permission === 'stage' || rules?.staged === true || fromCi === 'stage';
}

/** Whoever was let in to claim a name finds it still free; everybody else, still trusted. */
const trusts = ({ standing }: CiPrincipal, { owners }: Subject): boolean =>
  standing === (owners === undefined ? 'claims' : 'trusted');

/** What is closed to those who are not logged in is open to a run where it is open to every user. */
export function canRunRead(principal: CiPrincipal, subject: Subject): Decision {
  const own = principal.package === subject.name && principal.standing === 'trusted';
  return own || subject.visibility === 'public' ? 'allow' : 'hidden';
}
