import { invalid } from '#domain/errors.ts';
import { tokenLimits, TokenRequest } from '#domain/token-request.ts';
import { parse } from '#http/input.ts';
import { makeToken } from '#http/make-token.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields, linesOf } from '#http/web/fields.ts';
import { inField, orForm, PROOF } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { madeTokenPage, newTokenPage, type TokenForm } from '#web/account/new-token.ts';
import type { Page } from '#web/layout.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/tokens/new',
  summary: 'Make a token, and show it once',
  permission: 'user',
  secondFactor: 'itself',
  body: fields('name', 'permission', 'packages', 'scopes', 'cidr', 'days', 'bypass', 'password'),
  limit: 'tokens',
  stores: ['tokens:write', 'second-factor:write', 'sealer', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body: typed, request, services } = call;
  const { password, ...form } = typed;
  const { me } = await accountOf(call);
  const again = (problem: Problem): Page => newTokenPage({ me, form, problem });
  return orForm({ request, fields: PROOF, form: again }, async () => {
    const body = wantedToken(form, password, services.now());
    const asked = async () => requireSecondFactor('always', call);
    const { text, token } = await makeToken({ ...call, body }, asked);
    const host = hostOf(request);
    return showPage(madeTokenPage({ me, name: token.name, text, host }), request, { status: 201 });
  });
});

/** Host and path, as npm's configuration names a registry. */
const hostOf = ({ baseUrl }: Request): string => baseUrl.replace(/^https?:\/\//, '');

/** What the form asks for; each field is looked at apart, so that what is wrong is said there. */
function wantedToken(form: TokenForm, password: string, now: Date): TokenRequest {
  const name = inField('name', () => named(form.name));
  const [packages, scopes, ranges] = [form.packages, form.scopes, form.cidr].map(linesOf);
  const expires = form.days.trim() === '' ? {} : { expires: Number(form.days) };
  const limits = {
    packages: { packages },
    scopes: { scopes },
    cidr: { cidr_whitelist: ranges },
    days: expires,
    permission: { packages_and_scopes_permission: form.permission },
  };
  for (const [field, limit] of Object.entries(limits)) {
    inField(field, () => tokenLimits(parse(TokenRequest, { password, ...limit }, field), now));
  }
  const all = Object.assign({}, ...Object.values(limits));
  const bypass = form.bypass === '' ? {} : { bypass_2fa: true };
  return parse(TokenRequest, { ...all, ...bypass, name, password }, 'form');
}

function named(text: string): string {
  const name = text.trim();
  if (name !== '' && name.length <= 100) return name;
  throw invalid('a token needs a name of up to 100 characters');
}
