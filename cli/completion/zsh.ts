import { type CompletedOption, type Line, type Proposal, quoted } from './line.ts';

export function zshScript(lines: readonly Line[]): string {
  return `#compdef pantry
_pantry() {
  local -a commands
  local line="" depth=1
  (( CURRENT > 2 )) && line="$words[2]" && depth=2
  case "$line" in
    ${groupsOf(lines).join('|')}) (( CURRENT > 3 )) && line="$line $words[3]" && depth=3 ;;
  esac
  (( CURRENT -= depth - 1 ))
  shift $(( depth - 1 )) words
  case "$line" in
${lines.map(lineCase).join('\n')}
  esac
}
if [[ "$funcstack[1]" == _pantry ]]; then _pantry "$@"; else compdef _pantry pantry; fi
`;
}

const groupsOf = (lines: readonly Line[]): readonly string[] =>
  lines
    .filter(({ words, commands }) => words.length === 1 && commands.length > 0)
    .map(({ words }) => words.join(' '));

function lineCase({ words, commands, options, argument }: Line): string {
  const rows =
    commands.length > 0
      ? [
          'commands=(',
          ...commands.map(({ name, about }) => `  ${quoted(`${name}:${about}`)}`),
          ')',
          "_describe -t commands 'command' commands",
        ]
      : [
          '_arguments -s -S \\',
          ...options.flatMap(specs).map((spec) => `  ${quoted(spec)} \\`),
          `  ${quoted(`*:: :${action(argument)}`)}`,
        ];
  return [`    '${words.join(' ')}')`, ...rows.map((row) => `      ${row}`), '      ;;'].join('\n');
}

/** `--access[Who may read it]:access:(public restricted)` */
const specs = ({ names, about, value }: CompletedOption): readonly string[] =>
  names.map((name) => {
    const wanted = value === undefined ? '' : `:${escaped(value.name)}:${action(value.proposal)}`;
    const equals = value !== undefined && name.startsWith('--') ? '=' : '';
    return `*${name}${equals}[${escaped(about)}]${wanted}`;
  });

const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, String.raw`\$&`);

function action(proposal: Proposal): string {
  if (proposal === 'file') return '_files';
  if (proposal === 'folder') return '_files -/';
  return proposal === 'nothing' ? ' ' : `(${proposal.join(' ')})`;
}
