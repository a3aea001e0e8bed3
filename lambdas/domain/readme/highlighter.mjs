import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import ini from 'highlight.js/lib/languages/ini';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import markdown from 'highlight.js/lib/languages/markdown';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import scss from 'highlight.js/lib/languages/scss';
import shell from 'highlight.js/lib/languages/shell';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const LANGUAGES = {
  bash,
  css,
  diff,
  go,
  graphql,
  ini,
  javascript,
  json,
  markdown,
  python,
  rust,
  scss,
  shell,
  sql,
  typescript,
  xml,
  yaml,
};

/** Beside the names that a language brings itself. */
const ALIASES = {
  javascript: ['node'],
  json: ['json5', 'map', 'webmanifest'],
  xml: ['vue', 'svelte', 'astro'],
  ini: ['env', 'npmrc', 'editorconfig'],
};

export function createHighlighter() {
  const highlighter = hljs.newInstance();
  for (const [name, language] of Object.entries(LANGUAGES)) {
    highlighter.registerLanguage(name, language);
  }
  for (const [languageName, aliases] of Object.entries(ALIASES)) {
    highlighter.registerAliases(aliases, { languageName });
  }
  return highlighter;
}
