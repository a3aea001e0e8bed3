import { type CompletedOption, type Line, type Proposal, quoted } from './line.ts';

export function fishScript(lines: readonly Line[]): string {
  return `# fish completion for pantry
function __pantry_in
    set -l typed (commandline -opc)
    set -e typed[1]
    set -l count (count $argv)
    test (count $typed) -ge $count; or return 1
    test $count -eq 0; or test "$typed[1..$count]" = "$argv"
end
function __pantry_at
    set -l typed (commandline -opc)
    test (count $typed) -eq (math (count $argv) + 1); and __pantry_in $argv
end
complete -c pantry -f
${lines.flatMap(completions).join('\n')}
`;
}

function completions({ words, commands, options, argument }: Line): readonly string[] {
  const rule = (condition: string, rest: string): string =>
    `complete -c pantry -n ${quoted([condition, ...words].join(' '))} ${rest}`;
  return [
    ...commands.map(({ name, about }) => rule('__pantry_at', `-a ${name} -d ${quoted(about)}`)),
    ...options.map((option) => rule('__pantry_in', optionRule(option))),
    ...(argument === 'nothing' ? [] : [rule('__pantry_in', proposed(argument))]),
  ];
}

function optionRule({ names, about, value }: CompletedOption): string {
  const spelled = names.map((name) =>
    name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
  );
  const wanted = value === undefined ? '' : ` -r ${proposed(value.proposal)}`;
  return `${spelled.join(' ')} -d ${quoted(about)}${wanted}`;
}

function proposed(proposal: Proposal): string {
  if (proposal === 'file') return '-F';
  if (proposal === 'folder') return "-a '(__fish_complete_directories)'";
  return proposal === 'nothing' ? '-f' : `-f -a ${quoted(proposal.join(' '))}`;
}
