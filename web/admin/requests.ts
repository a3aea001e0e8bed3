import type { RequestFigures, RequestHour } from '#domain/request-figures.ts';
import { type Markup, markup } from '#web/markup.ts';
import { numberOf } from '#web/wording.ts';

import { wideTable } from './shell.ts';

/** How requests were answered: where this process counts them, hour by hour. */
export function requestFigures(figures: RequestFigures): Markup {
  if (figures.kind === 'elsewhere') {
    return markup`<p>On AWS they are not counted here: <a href="${figures.url}" rel="noopener noreferrer">the registry’s dashboard in CloudWatch</a> has requests, errors, refusals by limits and latency by route. It asks for an account of AWS that may see it.</p>`;
  }
  const { hours, all } = figures.read();
  return markup`<p>Since this process started, at most in the last 24 hours, which are hours of UTC: ${numberOf(all.requests)} requests.</p>
${wideTable(
  'Requests by hour',
  HEADS,
  markup`${hours.map((hour) => row(hour.at.slice(11, 16), hour))}${row('All', all)}`,
  1,
)}
<p class="quiet">A time is from the head of a request to the end of its answer, so that slow connections count too; half, 95 and 99 of a hundred were answered within it, some 12 % more or less. 4xx are mistakes of clients and what is not there or not allowed, 5xx errors of the registry or of what is behind it. The access log has each request.</p>`;
}

const HEADS = ['Hour', 'Requests', '4xx', '5xx', 'Half within', '95 % within', '99 % within'];

const row = (
  label: string,
  { requests, refused, failed, times: { p50, p95, p99 } }: Omit<RequestHour, 'at'>,
): Markup =>
  markup`<tr><th scope="row">${label}</th>${[numberOf(requests), numberOf(refused), numberOf(failed), timeOf(p50), timeOf(p95), timeOf(p99)].map((figure) => markup`<td class="number">${figure}</td>`)}</tr>`;

/** `0.35 ms`, `12 ms`, `1.2 s`. */
function timeOf(milliseconds: number): string {
  const short = milliseconds < 1000;
  return `${Number((short ? milliseconds : milliseconds / 1000).toPrecision(2))} ${short ? 'ms' : 's'}`;
}
