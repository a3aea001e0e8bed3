import type { Line, Proposal } from './line.ts';

/** Works with the bash 3.2 of macOS as well, which has no `compopt`: there it proposes files more often. */
export function bashScript(lines: readonly Line[]): string {
  const groups = lines.filter(({ words, commands }) => words.length === 1 && commands.length > 0);
  return `# bash completion for pantry
_pantry() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [[ "$current" == "=" ]]; then current=""
  elif [[ "$before" == "=" ]]; then before="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  local command="" options="" words="" kind="nothing"
  if (( COMP_CWORD > 1 )); then command="\${COMP_WORDS[1]}"; fi
  case "$command" in
    ${groups.map(({ words }) => words.join(' ')).join('|')})
      if (( COMP_CWORD > 2 )); then command="$command \${COMP_WORDS[2]}"; fi ;;
  esac
  case "$command" in
${lines.map(lineCase).join('\n')}
  esac
  case "$command $before" in
${lines.flatMap(valueCases).join('\n')}
  esac
  COMPREPLY=()
  if [[ "$current" == -* && "$kind" != value ]]; then words="$options"; kind="nothing"; fi
  case "$kind" in
    file) return ;;
    folder) compopt -o dirnames +o default +o bashdefault 2> /dev/null; return ;;
  esac
  compopt +o default +o bashdefault 2> /dev/null
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -o bashdefault -F _pantry pantry
`;
}

function lineCase({ words, commands, options, argument }: Line): string {
  const names = options.flatMap((option) => option.names).join(' ');
  const given = commands.length > 0 ? commands.map(({ name }) => name) : argument;
  return `    "${words.join(' ')}") options="${names}"; ${proposed(given, '')} ;;`;
}

const valueCases = ({ words, options }: Line): readonly string[] =>
  options.flatMap(({ names, value }) =>
    value === undefined
      ? []
      : [
          `    ${names.map((name) => `"${words.join(' ')} ${name}"`).join('|')}) options=""; ${proposed(value.proposal, 'value')} ;;`,
        ],
  );

/** What `kind` is where it is words that are proposed. */
function proposed(proposal: Proposal, kind: string): string {
  if (proposal === 'file' || proposal === 'folder') return `words=""; kind=${proposal}`;
  const words = proposal === 'nothing' ? '' : proposal.join(' ');
  return `words="${words}"; kind=${kind || 'words'}`;
}
