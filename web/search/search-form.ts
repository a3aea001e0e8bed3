import { type Markup, markup } from '#web/markup.ts';
import { searchPath } from '#web/paths.ts';

/** The field that suggests packages as one types; a page has one. */
export const searchForm = (searched = ''): Markup =>
  markup`<form class="search" role="search" action="${searchPath()}">
<label class="unseen" for="q">Search packages</label>
<input id="q" name="q" type="search" value="${searched}" placeholder="Search packages" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="250" data-suggest>
<button>Search</button>
</form>`;
