// Runs in a browser, on a page of the site's own server: opens the site in a frame, and posts what it finds.

const phone = { width: 390, height: 844 };
const frame = document.createElement("iframe");
Object.assign(frame.style, { width: `${phone.width}px`, height: `${phone.height}px`, border: 0 });
document.body.append(frame);

async function until(find) {
  for (;;) {
    const found = find();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function open(path) {
  const loaded = new Promise((resolve) => {
    frame.onload = resolve;
  });
  frame.src = path;
  await loaded;
  // The theme hides a page until its scripts have run: it has no width before.
  return until(() => frame.contentDocument.body.offsetHeight > 0 && frame.contentDocument);
}

/** What of a page stands out to the right of a phone's screen. */
function overflow(page) {
  const wide = page.documentElement.scrollWidth > phone.width;
  const small = [...page.querySelectorAll(".tsd-typography p")].filter(
    (one) => Number.parseFloat(frame.contentWindow.getComputedStyle(one).fontSize) < 14,
  );
  return { wide, small: small.length };
}

/** How many colors a page's samples have, each. */
function colors(page) {
  const samples = [...page.querySelectorAll("pre > code.ts, pre > code.js")];
  const colorOf = (span) => frame.contentWindow.getComputedStyle(span).color;
  return samples.map((sample) => new Set([...sample.querySelectorAll("span")].map(colorOf)).size);
}

async function search(page, text) {
  page.querySelector("#tsd-search-trigger").click();
  const input = await until(() => page.querySelector("dialog[open] #tsd-search-input"));
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => page.querySelector("#tsd-search-results a"));
  return [...page.querySelectorAll("#tsd-search-results a")].map((link) => link.textContent);
}

const { pages, word } = await (await fetch("/task.json")).json();
const results = [];
for (const path of pages) {
  const page = await open(path);
  results.push({ path, ...overflow(page), colors: colors(page) });
}
const start = await open("/index.html");
const links = await until(() => {
  const found = [...start.querySelectorAll(".tsd-navigation a[href]")];
  return found.length > 10 && found;
});
const navigation = [];
for (const { href } of links) {
  const { origin } = new URL(href);
  if (origin === location.origin && !(await fetch(href)).ok) navigation.push(href);
}
const found = await search(start, word);
await fetch("/results", {
  method: "POST",
  body: JSON.stringify({ pages: results, navigation, count: links.length, found }),
});
