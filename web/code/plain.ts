import { markup } from '#web/markup.ts';

/** A file's text as safe HTML, without colours. */
export const highlight = (text: string, _file: string): string => markup`${text}`.text;
