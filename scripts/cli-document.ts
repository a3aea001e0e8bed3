import {
  type Command,
  type Group,
  isGroup,
  type Option,
  optionsOf,
} from '../cli/command/command.ts';
import { explained, spelled } from '../cli/command/help-page.ts';
import { COMMON, usageOf } from '../cli/command/parse.ts';
import { EXIT_CODES, VARIABLES } from '../cli/command/surroundings.ts';
import { COMMANDS } from '../cli/commands.ts';
import { SETTING_OPTIONS } from '../cli/settings.ts';

/** docs/cli.md: every command, and what all of them have in common. */
export async function cliDocument(): Promise<string> {
  const sections: string[] = [];
  for (const [name, entry] of Object.entries(COMMANDS)) sections.push(await sectionOf(name, entry));
  return `# The pantry command

Generated from the declarations of the commands by \`npm run docs\`.

\`\`\`sh
npx pantry-registry --help      # without installing it
npm install --global pantry-registry
\`\`\`

It needs Node 20.19 or later and brings no dependencies. What keeps a registry's data itself, \`pantry start\`,
\`backup\`, \`restore\` and what works on a data folder, \`import --data\` too, needs Node 24; where there is an older one,
\`npx --package node@24 --package pantry-registry pantry start\` brings its own.

Results go to the standard output and everything else to the standard error. Colours, bars and questions are for terminals:
where there is none, or \`CI\` is set, a command never waits for somebody. \`--json\` writes one JSON document to the standard
output, also when it fails: \`{ "error": { "message", "code", "exitCode" } }\`, where \`code\` is the registry's own word if it
said one.

## Common options

${table(['Option', 'What it does'], optionRows(COMMON))}

## Exit codes

${table(['Code', 'Meaning'], Object.entries(EXIT_CODES))}

## Environment variables

${table(['Variable', 'What it does'], variableRows())}

## Which registry, and as whom

The registry is the first that is named: \`--registry\`; \`PANTRY_REGISTRY\`; \`publishConfig\` of the package that is published;
npm's configuration (\`@scope:registry\`, then \`registry\`); the registry of the last \`pantry login\`.

The token is the first that is found: \`--token\`; \`PANTRY_TOKEN\`; \`PANTRY_TOKEN\` in the project's \`.env\`, if git ignores that
file; what \`pantry login\` has kept for that registry; npm's configuration. Where a file of the project names the registry, which
may be somebody else's project, a token that is bound to no registry is left out unless one publishes there.

| File | What it is |
|---|---|
| \`~/.pantry/credentials\`, or \`$XDG_CONFIG_HOME/pantry/credentials\` | the logins, for their owner's eyes only |
| \`.npmrc\` of the project, the user and all users | npm's configuration, which is read by npm's own rules |
| \`.env\` of the project | a token, if git ignores the file |

A token behind \`--token\` does not stay in the list of processes, and it stays in the history of the shell: prefer the others.

${sections.join('\n\n')}
`;
}

async function sectionOf(name: string, entry: Command | Group): Promise<string> {
  if (!isGroup(entry)) return commandSection('##', name, entry);
  const inner: string[] = [];
  for (const [second, command] of Object.entries(entry.commands)) {
    inner.push(await commandSection('###', `${name} ${second}`, command));
  }
  return [`## pantry ${name}`, ...described(entry), ...inner].join('\n\n');
}

async function commandSection(level: string, words: string, command: Command): Promise<string> {
  const options = await optionsOf(command);
  const own = Object.entries(options).filter(([name]) => options[name] !== SETTING_OPTIONS[name]);
  const rows = optionRows(Object.fromEntries(own));
  const settings = own.length < Object.keys(options).length;
  const given = (command.arguments ?? []).map(({ name, about }) => [`\`${name}\``, about]);
  return [
    `${level} pantry ${words}`,
    ...described(command),
    `\`\`\`\n${usageOf(words, command)} [options]\n\`\`\``,
    ...(given.length > 0 ? [table(['Argument', 'What it is'], given)] : []),
    ...(rows.length > 0 ? [table(['Option', 'What it does'], rows)] : []),
    ...(settings ? ['Every setting of [configuration.md](configuration.md) is an option.'] : []),
    ...examplesOf(command),
  ].join('\n\n');
}

const described = ({ about, details }: Command | Group): readonly string[] => [
  `${about}.`,
  ...(details === undefined ? [] : [details.replaceAll('\n', '  \n')]),
];

function examplesOf({ examples = [] }: Command): readonly string[] {
  if (examples.length === 0) return [];
  const lines = examples.map(({ run, about }) => `# ${about}\n${run}`);
  return [`\`\`\`sh\n${lines.join('\n')}\n\`\`\``];
}

const optionRows = (options: Readonly<Record<string, Option>>): readonly (readonly string[])[] =>
  Object.entries(options)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name, option]) => [`\`${spelled(name, option)}\``, explained(option)]);

const variableRows = (): readonly (readonly string[])[] =>
  Object.entries(VARIABLES).map(([name, about]) => [`\`${name}\``, about]);

const line = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
