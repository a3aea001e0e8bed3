import type { Condition } from '#domain/search/search-plan.ts';
import type { Term } from '#domain/search/term.ts';

/**
 * A condition in FTS5's language. Terms are quoted, so that nothing in them is read as syntax, and
 * have neither quotes nor spaces, so that each is one token.
 */
export function matchExpression(condition: Condition, without: readonly Term[] = []): string {
  const wanted = expression(condition);
  if (without.length === 0) return wanted;
  return `(${wanted}) NOT (${expression({ some: without })})`;
}

function expression(condition: Condition): string {
  if (typeof condition === 'string') return `"${condition.replaceAll('"', '')}"`;
  if ('but' in condition) return matchExpression(condition.but, condition.without);
  if ('all' in condition) return `(${condition.all.map(expression).join(' AND ')})`;
  return `(${condition.some.map(expression).join(' OR ')})`;
}
