import { type Content, type Markup, markup } from '#web/markup.ts';

interface Table {
  /** What it lists. */
  readonly label: string;
  /** Empty: of what can be done with each. */
  readonly heads: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly Content[])[];
}

/** A table that scrolls by itself where the screen is narrow. */
export const scrollTable = ({ label, heads, rows }: Table): Markup =>
  markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map((head) => markup`<th scope="col">${head === '' ? markup`<span class="unseen">Actions</span>` : head}</th>`)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
</table></div>`;

const row = ([first, ...others]: readonly Content[]): Markup =>
  markup`<tr><th scope="row">${first}</th>${others.map((cell) => markup`<td>${cell}</td>`)}</tr>`;
