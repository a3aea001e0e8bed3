import { InvalidDocument } from './split-document.ts';

/** Puts the members of a document together again, their commas and brackets included. */
export interface DocumentWriter {
  /** `"name":"value"` */
  readonly member: (text: string) => string;
  /** The same for a member of `versions`, which have to follow each other. */
  readonly version: (text: string) => string;
  readonly end: () => string;
}

export function createDocumentWriter(): DocumentWriter {
  let begun = false;
  let versions: 'none' | 'open' | 'closed' = 'none';
  const separator = (): string => {
    const text = begun ? ',' : '{';
    begun = true;
    return text;
  };
  const closing = (): string => {
    if (versions !== 'open') return '';
    versions = 'closed';
    return '}';
  };
  return {
    member: (text: string): string => closing() + separator() + text,
    version(text: string): string {
      if (versions === 'open') return `,${text}`;
      if (versions === 'closed') throw new InvalidDocument('it has its versions twice');
      versions = 'open';
      return `${separator()}"versions":{${text}`;
    },
    end: (): string => `${closing()}${versions === 'none' ? `${separator()}"versions":{}` : ''}}`,
  };
}
