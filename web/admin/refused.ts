import type { PolicyRule } from '#domain/upstream/policy.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, packagePath } from '#web/paths.ts';
import { counted, momentOf, numberOf, shortText } from '#web/wording.ts';

import { wideTable } from './shell.ts';

/** What rules of upstreams refused of late. */
export interface RefusedOfLate {
  /** The last first. */
  readonly versions: readonly {
    readonly name: string;
    readonly version: string;
    readonly rule: PolicyRule;
    readonly reason: string;
    readonly times: number;
    /** ISO time. */
    readonly last: string;
  }[];
  /** Of all that are known. */
  readonly total: number;
  readonly days: number;
}

/** Characters of a reason: licences are what others wrote. */
const LONGEST_REASON = 300;

export function refusedOfLate({ versions, total, days }: RefusedOfLate): Markup {
  if (versions.length === 0) {
    return markup`<p>Nothing in the last ${counted(days, 'day')}. A version is listed here within a minute after a rule has kept it from somebody.</p>`;
  }
  const rules = new Set(versions.map(({ rule }) => rule));
  return markup`${wideTable('What was refused of late', ['Version', 'Why', 'Requests', 'Last'], versions.map(row))}
${total > versions.length && markup`<p>The last ${numberOf(versions.length)} of ${numberOf(total)}. Programs read all of them: <code>/-/v1/refused/last-week</code>.</p>`}
<h3>How to let one through</h3>
<p>Rules are settings of the registry: whoever runs it changes them, in the configuration, and starts or deploys it again.</p>
<dl class="facts">${[...rules].toSorted().map((rule) => markup`<dt><code>${rule}</code></dt><dd>${LETTING[rule]}</dd>`)}</dl>`;
}

const row = ({
  name,
  version,
  rule,
  reason,
  times,
  last,
}: RefusedOfLate['versions'][number]): Markup =>
  markup`<tr><th scope="row"><a href="${packagePath(name)}">${name}</a>@${version}</th><td><span class="tag warn">${rule}</span> ${shortText(reason, LONGEST_REASON)} <a href="${adminTabPath('quarantine', { name, version })}" aria-label="Check now: ${name}@${version}">Check now</a></td><td>${numberOf(times)}</td><td>${momentOf(last)}</td></tr>`;

/** What each rule wants for a version to come in. */
const LETTING = {
  allow: markup`Add the package to this list, or the version as <code>name@version</code>.`,
  deny: markup`Take it off this list, or name only the versions there that are meant, as <code>name@range</code>.`,
  installScripts: markup`The rule is for all packages of an upstream. List the package (<code>packages</code>) at one of the <code>upstreams</code> that allows it, or use a version that runs nothing when it is installed.`,
  licenses: markup`Add its licence to this list, if it may be used where you are.`,
  malware: markup`Nobody should get it. If the report is wrong, have it withdrawn where the list comes from: the list is fetched again within the hour.`,
  minAge: markup`Wait until it is old enough. What is needed at once, such as a fix, goes on the list <code>minAgeExempt</code> by its name or scope.`,
} as const satisfies Readonly<Record<PolicyRule, Markup>>;
