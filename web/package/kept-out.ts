import { type Markup, markup } from '#web/markup.ts';
import { counted, shortText } from '#web/wording.ts';

/** Versions of an upstream's that this registry's rules keep out, and why. */
export type KeptOutVersions = ReadonlyMap<string, { readonly reason: string }>;

const SHOWN = 20;

export function keptOutNotice(name: string, versions: KeptOutVersions): Markup | undefined {
  if (versions.size === 0) return undefined;
  const last = [...versions].slice(-SHOWN).toReversed();
  const rest = versions.size - last.length;
  return markup`<details class="notice warn">
<summary>This registry's rules keep out ${counted(versions.size, 'version')} of ${name}</summary>
<ul>${last.map(([, { reason }]) => markup`<li>${shortText(reason, 400)}</li>`)}</ul>
${rest > 0 && markup`<p>And ${counted(rest, 'version')} more.</p>`}
<p>Ask an admin of this registry if you need one of them.</p>
</details>`;
}
