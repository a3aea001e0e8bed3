import type { Condition, SearchPlan } from '#domain/search/search-plan.ts';
import { ownerTerm, idTerm, scopeTerm, type Term } from '#domain/search/term.ts';
import type { SearchQuery, SeenScope } from '#store/search-index.ts';

/** A query in OpenSearch's own language. */
export type Query = Readonly<Record<string, unknown>>;

/** Documents that meet a condition. Terms are compared for equality, as everywhere. */
export function matching(condition: Condition): Query {
  if (typeof condition === 'string') return { term: { terms: condition } };
  if ('but' in condition) {
    return {
      bool: { filter: [matching(condition.but)], must_not: [anyTermOf(condition.without)] },
    };
  }
  if ('all' in condition) return { bool: { filter: condition.all.map(matching) } };
  // Terms together are one clause, of which a query may have a thousand.
  const terms = condition.some.filter((each) => typeof each === 'string');
  const others = condition.some.filter((each) => typeof each !== 'string').map(matching);
  if (others.length === 0) return anyTermOf(terms);
  const should = [...(terms.length > 0 ? [anyTermOf(terms)] : []), ...others];
  return { bool: { should, minimum_should_match: 1 } };
}

const anyTermOf = (terms: readonly Term[]): Query => ({ terms: { terms } });

/**
 * A plan as one query whose score is what the ranks of the index file say: the gain of the best tier that a package meets,
 * and its standing. `without` and what the searcher may not see take no part.
 */
export const scored = ({ tiers, without }: SearchPlan, sees: SearchQuery['sees']): Query => ({
  function_score: {
    query: {
      bool: {
        must: [
          {
            dis_max: {
              queries: tiers.map(({ gain, condition }) => ({
                constant_score: { filter: matching(condition), boost: gain },
              })),
            },
          },
        ],
        filter: [seenBy(sees)],
        ...(without.length > 0 && { must_not: [anyTermOf(without)] }),
      },
    },
    field_value_factor: { field: 'standing' },
    boost_mode: 'sum',
  },
});

/** The packages that a searcher may see. */
export function seenBy(sees: SearchQuery['sees']): Query {
  const open = { term: { visibility: 'public' } };
  if (sees === 'public') return open;
  if (sees === 'everything') return { match_all: {} };
  const own = [ownerTerm(sees.maintainer), ...(sees.scopes ?? []).flatMap(seenOf)];
  return { bool: { should: [open, matching({ some: own })], minimum_should_match: 1 } };
}

/** A name that is not written in small letters is no new one, and none of an organization. */
function seenOf({ scope, all, packages }: SeenScope): readonly Condition[] {
  const ids = packages.map(idTerm);
  if (!all) return ids;
  return [ids.length > 0 ? { but: scopeTerm(scope), without: ids } : scopeTerm(scope)];
}
