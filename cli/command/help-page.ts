import {
  type Argument,
  type Command,
  type Example,
  type Group,
  isGroup,
  type Option,
  type Options,
  optionsOf,
} from './command.ts';
import { COMMON, usageOf } from './parse.ts';
import { EXIT_CODES, VARIABLES } from './surroundings.ts';

/** A command's or a group's own page. */
export async function helpPage(words: string, entry: Command | Group): Promise<string> {
  return isGroup(entry) ? groupPage(words, entry) : commandPage(words, entry);
}

type Commands = Readonly<Record<string, Command | Group>>;

const commandRows = (commands: Commands): readonly Row[] =>
  Object.entries(commands).map(([name, { about }]) => [name, about]);

/** What there is. */
export function overview(chapters: Readonly<Record<string, Commands>>): string {
  return page([
    'Pantry, a package registry that anyone can own.',
    'Usage: pantry <command> [options]',
    ...Object.entries(chapters).map(([title, commands]) => section(title, commandRows(commands))),
    section('Environment', Object.entries(VARIABLES)),
    section('Exit codes', Object.entries(EXIT_CODES)),
    '`pantry <command> --help` shows more of one.',
  ]);
}

function groupPage(words: string, { about, details, commands }: Group): string {
  return page([
    about,
    `Usage: pantry ${words} <command>`,
    paragraphs(details),
    section('Commands', commandRows(commands)),
    `\`pantry ${words} <command> --help\` shows more of one.`,
  ]);
}

async function commandPage(words: string, command: Command): Promise<string> {
  const options = await optionsOf(command);
  return page([
    command.about,
    `Usage: ${usageOf(words, command)} [options]`,
    paragraphs(command.details),
    section('What it takes', (command.arguments ?? []).map(argumentRow)),
    section('Options', optionRows({ ...options, ...COMMON })),
    exampleSection(command.examples ?? []),
  ]);
}

/** A paragraph keeps where its lines end, unless one of them is too long. */
const paragraphs = (text: string | undefined): string | undefined =>
  text
    ?.split('\n\n')
    .map((paragraph) =>
      paragraph.split('\n').some((line) => line.length > WIDTH)
        ? wrapped(paragraph.replaceAll('\n', ' '), WIDTH).join('\n')
        : paragraph,
    )
    .join('\n\n');

type Row = readonly [string, string];

const argumentRow = ({ name, about, many }: Argument): Row => [many ? `${name}…` : name, about];

const optionRows = (options: Options): readonly Row[] =>
  Object.entries(options)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([name, option]) => [spelled(name, option), explained(option)]);

/** `-y, --yes`, `--registry <URL>`. */
export function spelled(name: string, { short, type, value, choices }: Option): string {
  const letter = short === undefined ? '' : `-${short}, `;
  const taken = type === 'boolean' ? '' : ` <${value ?? choices?.join('|') ?? 'text'}>`;
  return `${letter}--${name}${taken}`;
}

export function explained({ about, default: initial, multiple }: Option): string {
  const notes = [
    ...(multiple ? ['may be given again'] : []),
    ...(initial === undefined ? [] : [`${initial} when not said`]),
  ];
  return notes.length === 0 ? about : `${about} (${notes.join('; ')})`;
}

function exampleSection(examples: readonly Example[]): string | undefined {
  if (examples.length === 0) return undefined;
  const shown = examples.map(({ run, about }) => `  # ${about}\n  ${run}`);
  return `Examples:\n${shown.join('\n')}`;
}

const section = (title: string, rows: readonly Row[]): string | undefined =>
  rows.length === 0 ? undefined : `${title}:\n${columns(rows)}`;

/** Wider words have a line of their own. */
const WORDS = 30;
const WIDTH = 100;

function columns(rows: readonly Row[]): string {
  const width = Math.min(WORDS, Math.max(...rows.map(([left]) => left.length)));
  const margin = ' '.repeat(width + 4);
  return rows
    .map(([left, right]) => {
      const lines = wrapped(right, WIDTH - width - 4);
      const first = left.length > width ? `  ${left}\n${margin}` : `  ${left.padEnd(width)}  `;
      return first + lines.join(`\n${margin}`);
    })
    .join('\n');
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

const page = (parts: readonly (string | undefined)[]): string =>
  `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
