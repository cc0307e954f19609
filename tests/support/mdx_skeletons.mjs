// Reads a file that is a list of Markdown bodies as JSON; writes for each the elements that MDX makes of it, or the error that ends its build.
// `mdx`: MDX itself with GitHub's Markdown; `docusaurus`: with all that Docusaurus does before and after.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile } from '@mdx-js/mdx';
import gfm from 'remark-gfm';

const FREE = new Set(['em', 'strong', 'del', 'code']); // how a language says it
const READ = new Set(['alt', 'title', 'label', 'placeholder', 'aria-label', 'summary', 'description', 'caption', 'heading']);

// a bare address, which becomes a link by itself, and how Docusaurus keeps a title that is more than letters
const plain = (href) => { try { return decodeURI(href); } catch { return href; } };
const isPlain = (node) => {
  if ((node.name ?? node.tagName) === 'mdxAdmonitionTitle') return true;
  if (node.tagName !== 'a' || !node.children.every((child) => child.type === 'text')) return false;
  const text = node.children.map((child) => child.value).join('');
  return ['', 'http://', 'mailto:'].some((scheme) => [node.properties.href, plain(node.properties.href ?? '')].includes(scheme + text));
};

function show(node) {
  const inner = (node.children ?? []).map(show).join('');
  if (isPlain(node)) return inner;
  if (node.type === 'element') {
    if (FREE.has(node.tagName) || (node.tagName === 'br' && !node.properties?.key)) return inner;
    return `<${node.tagName}${node.tagName === 'a' && node.properties.dataFootnoteRef ? ' note' : ''}>${inner}</>`;
  }
  if (node.type.startsWith('mdxJsx') && !node.type.endsWith('Attribute')) {
    const attributes = node.attributes.map((one) => {
      const value = one.value?.value ?? one.value;
      return one.name ? `${one.name}=${READ.has(one.name) && !one.value?.value ? '' : value}` : `...${one.value}`;
    });
    return `<${node.name} ${attributes.join(' ')}>${inner}</>`;
  }
  if (node.type.startsWith('mdx')) return `{${node.value.replace(/\s+/g, ' ')}}`;
  return inner;
}

async function readers(mode) {
  if (mode === 'mdx') return (body, take) => compile(body, { jsx: true, remarkPlugins: [gfm], rehypePlugins: [() => take] });
  const require = createRequire(import.meta.url);
  const preprocess = require('@docusaurus/mdx-loader/lib/preprocessor').default;
  const { createProcessorUncached } = require('@docusaurus/mdx-loader/lib/processor');
  const markdownConfig = {
    format: 'mdx', mermaid: false, emoji: true, mdx1Compat: { comments: true, admonitions: true, headingIds: true },
    anchors: { maintainCase: false }, hooks: { onBrokenMarkdownLinks: 'ignore', onBrokenMarkdownImages: 'ignore' }, remarkRehypeOptions: {},
  };
  let current = null;
  const options = {
    admonitions: true, markdownConfig, staticDirs: [], siteDir: '/', removeContentTitle: false,
    rehypePlugins: [() => (tree) => current(tree)],
  };
  const processor = await createProcessorUncached({ options, format: 'mdx' });
  return async (body, take) => {
    current = take;
    const content = preprocess({ fileContent: body, filePath: '/a.md', markdownConfig, admonitions: true });
    await processor.process({ content, filePath: '/a.md', frontMatter: {}, compilerName: 'client' });
  };
}

// What a reader reads: texts outside of code, and attributes that are texts.
function* words(node) {
  if (node.type === 'text') yield node.value;
  for (const [name, value] of Object.entries(node.properties ?? {})) if (READ.has(name)) yield value;
  for (const one of node.attributes ?? []) if (READ.has(one.name) && typeof one.value === 'string') yield one.value;
  if (node.tagName !== 'code' && node.name !== 'code') for (const child of node.children ?? []) yield* words(child);
}

const read = await readers(process.argv[2]);
const found = [];
for (const body of JSON.parse(readFileSync(process.argv[3], 'utf8'))) {
  let tree;
  try {
    await read(body, (root) => { tree = structuredClone({ type: root.type, children: root.children }); });
    found.push({ skeleton: show(tree), text: [...words(tree)].join(' ') });
  } catch (error) {
    found.push({ error: String(error.message ?? error).slice(0, 300) });
  }
}
writeFileSync(process.argv[4], JSON.stringify(found));
process.exit(0);
