import { forbidden, notFound, type RegistryError, unauthenticated } from './errors.ts';
import { type PackageName, scopeOf } from './package-name.ts';
import type { Action, Refusal } from './permission.ts';

/** What the client is told. A hidden package gets exactly the answer of one that does not exist. */
export function refusal(decision: Refusal, action: Action, name: PackageName): RegistryError {
  if (decision === 'hidden') return notFound(`package "${name}"`);
  const sentence = SENTENCES[decision](name, action);
  return decision === 'login' ? unauthenticated(sentence) : forbidden(sentence);
}

const SENTENCES = {
  login: (name, action) =>
    `log in to ${action} ${name}: run \`npm login\` or \`pantry login\` for this registry`,
  'not-owner': (name) =>
    `you are not an owner of ${name}: ask an owner to run \`npm owner add <you> ${name}\``,
  role: (name, action) =>
    `you may not ${action} ${name}: teams with write access publish, tag and deprecate the packages of an organization, its owners and admins do the rest. Ask one of them`,
  scope: (name) =>
    `${scopeOf(name) ?? name} is the scope of an organization, or looks like one: only its members with write access publish there. Ask one of its admins, or use another scope`,
  'scope-run': (name) =>
    `${scopeOf(name) ?? name} is the scope of an organization, or looks like one, that does not let CI of this account claim names: an owner of it can add the account to its "trustedOwners"`,
  token: (name, action) =>
    `this token does not allow to ${action} ${name}: use a token with read and write permission for it`,
  'admins-only': (name) =>
    `only the registry's admins may unpublish here: deprecate ${name} instead`,
  run: (name, action) =>
    `the token of a CI run publishes and tags the package that it was made for: it does not ${action} ${name}`,
  untrusted: (name) =>
    `${name} does not trust this repository any more, or somebody else has taken the name: an owner of it says who is trusted with \`npm trust\``,
  environment: (name) =>
    `the owners of ${name} let CI publish from one environment only: name it in the job (\`environment:\`)`,
  'ci-only': (name) =>
    `the owners of ${name} let only CI publish it: publish from a trusted repository, or let an owner change that rule`,
  'stage-only': (name, action) =>
    `this may stage a version of ${name}, not ${action} it: use \`npm stage publish\` or \`pantry publish --stage\`, and have a person approve it`,
} as const satisfies Readonly<
  Record<Exclude<Refusal, 'hidden'>, (name: PackageName, action: Action) => string>
>;
