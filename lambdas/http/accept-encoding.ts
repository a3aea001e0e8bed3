const known = new Map<string, boolean>();
const MOST = 200;

/** Whether an `accept-encoding` allows gzip. Clients send few different ones, so each is read once. */
export function acceptsGzip(header: string | undefined): boolean {
  if (header === undefined) return false;
  const before = known.get(header);
  if (before !== undefined) return before;
  const answer = header.split(',').some((part) => {
    const [coding = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return (coding === 'gzip' || coding === '*') && !refused;
  });
  if (known.size >= MOST) known.clear();
  known.set(header, answer);
  return answer;
}
