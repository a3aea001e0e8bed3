import { type Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';

/** Asks for a code of the second factor, and sends the form again that needed one. */
export const codePage = (
  action: string,
  fields: readonly (readonly [string, string])[],
  message: string,
): Page => ({
  title: 'Confirm that it is you',
  content: markup`<h1>Confirm that it is you</h1>
<p>${message}</p>
<form class="stacked" method="post" action="${action}">
${fields.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`)}
<label for="otp">Code</label>
<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" required autofocus maxlength="64">
<button>Go on</button>
</form>`,
});
