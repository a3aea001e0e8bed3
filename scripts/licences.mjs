// The licences of what is bundled: they ask to go where the code goes.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import parseExpression from 'spdx-expression-parse';

/** Those that ask for their text and nothing else. */
const PERMISSIVE = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-3.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'Unlicense',
]);

/** The document of all packages that files of `node_modules` belong to; throws at one that asks for more. */
export function licences(inputs) {
  const folders = new Set([...inputs.client, ...inputs.registry].flatMap(folderOf));
  const packages = [...folders].map(read).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
  const bad = packages.filter(({ licence }) => !isPermissive(licence));
  if (bad.length > 0) {
    const named = bad.map(({ name, licence }) => `${name} (${licence ?? 'no licence'})`);
    throw new Error(`not to be bundled, by their licences: ${named.join(', ')}`);
  }
  const byText = new Map();
  for (const { name, version, licence, text } of packages) {
    const heading = `- ${name} ${version}: ${licence}`;
    byText.set(text, new Set([...(byText.get(text) ?? []), heading]));
  }
  const sections = [...byText]
    .map(([text, headings]) => [[...headings].join('\n'), text])
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([headings, text]) => `${headings}\n\n${indented(text)}`);
  return `# Licences of what is bundled\n\n${sections.join('\n\n')}\n`;
}

/** `node_modules/a/node_modules/@b/c` of a file of `@b/c`. */
function folderOf(file) {
  const [folder] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? [];
  return folder === undefined ? [] : [folder];
}

function read(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json')));
  const texts = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const text = texts.map((file) =>
    readFileSync(path.join(folder, file), 'utf8').replaceAll('\r', '').trim(),
  );
  return { name, version, licence: license, text: text.join('\n\n') };
}

/** Of `A OR B` one is enough, of `A AND B` both are needed. */
export function isPermissive(licence) {
  try {
    return holds(parseExpression(licence));
  } catch {
    return false;
  }
}

function holds({ license, left, right, conjunction }) {
  if (license !== undefined) return PERMISSIVE.has(license);
  return conjunction === 'or' ? holds(left) || holds(right) : holds(left) && holds(right);
}

const indented = (text) => text.replaceAll(/^(?=.)/gm, '    ');
