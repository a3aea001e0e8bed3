import { syntaxError, tokenize, type ExpressionLabel, type Token } from './lexer.ts';

const END: Token = { kind: 'end', text: '<EOF>' };

/** A walk over an expression's tokens, one direction only. */
export interface Cursor {
  readonly label: ExpressionLabel;
  /** The token at hand, or one further on. */
  peek(ahead?: number): Token;
  next(): Token;
  /** Whether the token at hand is that keyword (in any letter case) or symbol. */
  isAt(text: string): boolean;
  /** Steps over that keyword or symbol if it is at hand. */
  skip(text: string): boolean;
  /** Steps over that keyword or symbol, or refuses the expression. */
  expect(text: string): void;
  /** Refuses the expression at the token at hand. */
  fail(): never;
}

export function createCursor(expression: string, label: ExpressionLabel): Cursor {
  const tokens = tokenize(expression, label);
  let at = 0;

  const peek = (ahead = 0): Token => tokens[at + ahead] ?? END;
  const isAt = (text: string): boolean => {
    const token = peek();
    return token.kind !== '#' && token.kind !== ':' && token.text.toUpperCase() === text;
  };
  const next = (): Token => {
    const token = peek();
    at += 1;
    return token;
  };
  const skip = (text: string): boolean => {
    if (!isAt(text)) return false;
    at += 1;
    return true;
  };
  const fail = (): never => {
    const near = tokens.slice(Math.max(0, at - 1), at + 2).filter((token) => token.kind !== 'end');
    throw syntaxError(label, peek().text, near.map((token) => token.text).join(' '));
  };
  const expect = (text: string): void => {
    if (!skip(text)) fail();
  };
  return { label, peek, next, isAt, skip, expect, fail };
}
