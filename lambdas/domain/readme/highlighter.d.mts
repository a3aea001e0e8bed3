/** The part of highlight.js that is used: its own types would bring those of browsers, for all files. */
interface Highlighter {
  getLanguage(name: string): object | undefined;
  highlight(
    text: string,
    options: { readonly language: string; readonly ignoreIllegals: boolean },
  ): { readonly value: string };
}

/** Knows what READMEs and packages of JavaScript hold, by the names that people use for it; it never guesses. */
export declare function createHighlighter(): Highlighter;
