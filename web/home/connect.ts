import { type Markup, markup } from '#web/markup.ts';

/** How a client is pointed here. */
interface Client {
  readonly name: string;
  /** A command to run, or what a file is to hold. */
  readonly code: string;
  readonly note: string;
}

/** `registry`: with a slash at the end. */
export const connect = (registry: string): Markup => markup`<section class="connect">
<h2>Use this registry</h2>
<p>Point your package manager here, once on each machine, or in a project for all who work on it.</p>
${clients(registry).map(
  ({ name, code, note }, index) => markup`<details name="client"${index === 0 && markup` open`}>
<summary>${name}</summary>
<p>${note}</p>
<div class="copied"><pre>${code}</pre></div>
</details>
`,
)}
</section>`;

function clients(registry: string): readonly Client[] {
  const { protocol, hostname } = new URL(registry);
  const whitelist =
    protocol === 'http:'
      ? `\nyarn config set unsafeHttpWhitelist --json '["${hostname}"]' --home`
      : '';
  return [
    { name: 'npm', code: `npm config set registry ${registry}`, note: 'Run this command.' },
    { name: 'pnpm', code: `pnpm config set registry ${registry}`, note: 'Run this command.' },
    {
      name: 'yarn',
      code: `yarn config set npmRegistryServer ${registry} --home${whitelist}`,
      note: 'Run this, or with yarn 1 “yarn config set registry” and the URL.',
    },
    {
      name: 'bun',
      code: `[install]\nregistry = "${registry}"`,
      note: 'Write this to bunfig.toml in the project, or to .bunfig.toml in your home.',
    },
    {
      name: 'deno',
      code: `registry=${registry}`,
      note: 'Write this to .npmrc beside deno.json, or in your home.',
    },
    {
      name: 'One scope only',
      code: `npm config set @acme:registry ${registry}`,
      note: 'With the name of your scope for “acme”; all else comes from where it came before. pnpm, bun and deno read it as well.',
    },
  ];
}
