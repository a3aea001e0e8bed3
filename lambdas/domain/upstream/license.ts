import parse from 'spdx-expression-parse';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { matchesPattern } from './pattern.ts';

/** Characters of a licence that are looked at, and how many a manifest may offer: whole licences stand there too. */
const LONGEST = 1000;
const MOST = 20;

/**
 * What a manifest says of its licence: one expression, or the several of old manifests, of which whoever uses the
 * package may choose. None: it says nothing.
 */
export function licensesOf({ license, licenses }: Json): readonly string[] {
  return [license ?? licenses ?? []]
    .flat()
    .slice(0, MOST)
    .map((one) => (isJsonObject(one) ? (one['type'] ?? one['name']) : one))
    .filter((one) => typeof one === 'string')
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
}

/** What a pattern of identifiers may be written with. */
const PATTERN = /^[\w.+ *-]+$/;

/** An identifier of SPDX's, with its exception where it has one, or a pattern of them such as `BSD-*`. */
export function parseLicense(text: string): string | undefined {
  if (text.includes('*')) return PATTERN.test(text) ? text : undefined;
  const expression = parseExpression(text);
  return expression && 'license' in expression ? text : undefined;
}

/** Whether one may use what is licensed so with none but these licences; undefined: nobody can read it. */
export function isLicensed(text: string, allowed: readonly string[]): boolean | undefined {
  const expression = parseExpression(text);
  return expression && satisfies(expression, allowed);
}

function parseExpression(text: string): parse.Info | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

function satisfies(expression: parse.Info, allowed: readonly string[]): boolean {
  if ('license' in expression) {
    const offered = spellings(expression);
    return allowed.some((pattern) => offered.some((one) => matchesPattern(one, pattern)));
  }
  const { conjunction, left, right } = expression;
  return conjunction === 'or'
    ? satisfies(left, allowed) || satisfies(right, allowed)
    : satisfies(left, allowed) && satisfies(right, allowed);
}

/**
 * Everything that gives what one licence gives: `GPL-3.0` is the older name of `GPL-3.0-only`, and who may choose
 * that version or a later one may choose that one.
 */
function spellings({ license, plus, exception }: parse.LicenseInfo): readonly string[] {
  const base = license.replace(/-(?:only|or-later)$/, '');
  const isLater = plus === true || license.endsWith('-or-later');
  const names = [
    license,
    base,
    `${base}-only`,
    ...(isLater ? [`${base}+`, `${base}-or-later`] : []),
  ];
  return names.map((name) => (exception === undefined ? name : `${name} WITH ${exception}`));
}
