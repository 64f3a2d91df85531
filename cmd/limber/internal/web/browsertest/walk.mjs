// Walks the form of limber serve in a real browser, in every combination of
// size, colour scheme and scripting, and reports what is wrong on standard
// error. browser_test.go starts it and passes everything in LIMBER_WALK.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import puppeteer from 'puppeteer-core';

const { base, chromium, healthy, shots } = JSON.parse(process.env.LIMBER_WALK);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const problems = [];
const checked = new Set(); // pages that axe has seen
const looked = new Set(); // pages seen, for the sum at the end

const browser = await puppeteer.launch({
  executablePath: chromium,
  ignoreDefaultArgs: ['--disable-back-forward-cache'], // a person's browser has it
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

// visit opens a fresh window, that is a new person.
async function visit({ width, scheme, script }, name) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const tell = (text) => problems.push(`${name} at ${width} px, ${scheme}, script ${script ? 'on' : 'off'}, ${new URL(page.url()).pathname}: ${text}`);
  page.on('request', (r) => { if (!r.url().startsWith(base)) tell(`asks another host: ${r.url()}`); });
  page.on('console', (m) => { if (m.type() === 'error' && !/422|410/.test(m.text())) tell(`console: ${m.text()}`); });
  page.on('pageerror', (e) => tell(`page error: ${e.message}`));
  await page.setViewport({ width, height: width > 500 ? 900 : 740, isMobile: width < 500, hasTouch: width < 500 });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.setJavaScriptEnabled(script);
  let shot = 0;
  const v = {
    page, tell, context,
    async go(path) { await page.goto(base + path); await v.look(); },
    // press follows a link or sends a form by its visible words.
    async press(words) {
      const found = await page.evaluateHandle((w) => [...document.querySelectorAll('a, button')].find((e) => e.textContent.trim().startsWith(w)), words);
      const element = found.asElement();
      if (!element) { tell(`nothing says "${words}"`); throw new Error('lost'); }
      await Promise.all([page.waitForNavigation(), element.click()]);
      await v.look();
    },
    // look holds every page to the rules.
    async look() {
      looked.add(new URL(page.url()).pathname);
      if (script) await v.axe(); // axe itself is a script
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) tell(`scrolls sideways by ${wide} px`);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), summary, a.button, a.plain, a.back')]
        .filter((e) => { const b = e.getBoundingClientRect(); return b.width > 0 && (b.width < 24 || b.height < 24); }).map((e) => e.outerHTML.slice(0, 80)));
      for (const s of small) tell(`target below 24 px: ${s}`);
      if (await page.evaluate(() => document.scripts.length) > 0) tell('the page has a script');
      if (shots) await page.screenshot({ path: `${shots}/${name}-${width}-${scheme}-${String(++shot).padStart(2, '0')}.png`, fullPage: true });
    },
    async axe() {
      // A page of questions is the same in every walk; a result is not.
      const seen = [width, scheme, v.at() === '/result' ? name : '', await page.title(), await page.$$eval('.summary, .option :checked', (all) => all.map((e) => e.id).join())].join(' ');
      if (checked.has(seen)) return;
      checked.add(seen);
      await page.evaluate(axe);
      const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] }), rules);
      for (const f of found.violations) tell(`axe ${f.id}: ${f.nodes[0].html.slice(0, 160)} (${f.nodes.length})`);
    },
    text: () => page.evaluate(() => document.body.innerText),
    at: () => new URL(page.url()).pathname,
    async expect(what) { if (!(await v.text()).includes(what)) tell(`does not say "${what}"`); },
    // fill answers every question of the page from a case.
    async fill(given) {
      const ids = await page.$$eval('input[name=_asked]', (all) => all.map((e) => e.value));
      for (const id of ids) {
        if (given[id] === undefined) continue;
        for (const value of [given[id]].flat()) {
          const typed = await page.$(`input[type=text][name="${id}"]`);
          if (typed) { await typed.evaluate((e) => { e.value = ''; }); await typed.type(String(value)); continue; }
          const box = await page.$(`input[name="${id}"][value="${value}"]`);
          if (!box) { tell(`no answer ${value} to ${id}`); continue; }
          if (!(await box.evaluate((e) => e.checked))) await box.click();
        }
      }
    },
    // questions answers page after page until another sort of page comes.
    async questions(given) {
      for (let i = 0; v.at().startsWith('/step/') && i < 40; i++) { await v.fill(given); await v.press('Continue'); }
    },
    // until answers page after page until one asks this.
    async until(id, given) {
      for (let i = 0; !(await page.$(`input[name=_asked][value="${id}"]`)); i++) {
        if (i === 40) { tell(`${id} is never asked`); throw new Error('lost'); }
        await v.fill(given);
        await v.press('Continue');
      }
    },
  };
  return v;
}

const walks = {
  async emergency(v) {
    await v.go('/');
    await v.expect('Call 112');
    await v.press('Start');
    await v.questions({ ...healthy, leg_symptoms: ['saddle_numbness'] });
    if (v.at() !== '/result') v.tell('an emergency does not stop the questions');
    await v.expect('Go to an emergency department now');
    if (!(await v.page.$('a[href="tel:112"]'))) v.tell('no number to tap');
    await v.press('Was that a slip?');
    await v.page.click('input[value=saddle_numbness]');
    await v.fill({ leg_symptoms: ['none'] });
    await v.press('Continue');
    if (!v.at().startsWith('/step/')) v.tell('a corrected slip does not go on with the questions');
  },
  async referral(v) {
    await v.go('/');
    await v.press('Start');
    await v.questions({ ...healthy, general_changes: ['weight_loss'] });
    await v.expect('Check your answers');
    await v.press('See what to do');
    await v.expect('Get medical advice today');
    await v.expect('What you told us');
    if ((await v.text()).includes('Your plan')) v.tell('a referral with a plan');
  },
  async incomplete(v) {
    await v.go('/');
    await v.press('Start');
    await v.fill({ age: 'forty' });
    await v.press('Continue');
    await v.expect('There is a problem');
    await v.expect('Enter a whole number from 0 to 120.');
    if (!(await v.page.title()).startsWith('Error: ')) v.tell('the title does not tell of the mistake');
    if (!(await v.page.evaluate(() => document.activeElement.classList.contains('summary')))) v.tell('the error summary has no focus');
    await v.fill({ age: 70 });
    await v.press('Continue');
    await v.until('breathing_symptoms', healthy);
    const step = v.at();
    await v.fill({ breathing_symptoms: ['none'] });
    await v.press('Continue');
    await v.expect('There is a problem');
    if (!(await v.page.$('#breathing_symptoms-none:checked'))) v.tell('a good answer is lost beside a missing one');
    await v.press('Stop here');
    await v.expect('A few answers are missing');
    await v.press('Go on with the questions');
    if (v.at() !== step) v.tell('going on does not lead to the open question');
  },
  async deleted(v) {
    await v.go('/');
    await v.press('Start');
    await v.page.type('#age', '41');
    await v.press('Continue');
    await v.press('Stop here');
    await v.expect('41 years');
    await v.press('Delete my answers');
    // Whoever sits down next must not get back what was filled in.
    for (let i = 0; i < 30 && v.at() !== '/'; i++) {
      await v.page.goBack();
      const filled = await v.page.$$eval('input:checked, input[type=text]', (all) => all.filter((e) => e.type !== 'text' || e.value !== '').length);
      if (filled > 0 || (await v.text()).includes('41 years')) v.tell('the way back leads to deleted answers');
    }
    if (v.at() !== '/') v.tell('the way back does not lead to the first page');
  },
  // slow does not answer for half an hour. The page has no script to tell the
  // time by, so its style sheet does; the walk sets the clock of that on.
  async slow(v) {
    const pass = (minutes) => v.page.evaluate((ms) => { for (const a of window.clocks ??= document.getAnimations()) a.currentTime = ms; }, minutes * 60000);
    const warned = async (where) => {
      const says = async (words, want) => {
        if ((await v.text()).includes(words) !== want) v.tell(`${where} ${want ? 'does not say' : 'says'} "${words}"`);
        const heard = JSON.stringify(await v.page.accessibility.snapshot()).includes(words);
        if (heard !== want) v.tell(`${where} ${want ? 'does not tell' : 'tells'} a screen reader "${words}"`);
      };
      await says('In less than 5 minutes', false);
      await pass(24.9);
      await says('In less than 5 minutes', false);
      await pass(30.1);
      await says('In less than 5 minutes', false);
      await says('deleted by now', true);
      await v.look();
      await pass(25.1);
      await says('In less than 5 minutes', true);
      await says('deleted by now', false);
      await v.look();
    };
    await v.go('/');
    await v.press('Start');
    await v.expect('5 minutes before');
    await v.until('chest_symptoms', healthy);
    await v.fill({ chest_symptoms: ['none'] });
    await warned('a page of questions');
    const button = await v.page.$('.ending button');
    if (!(await button.evaluate((e) => { const b = e.getBoundingClientRect(); return e === document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2); }))) v.tell('the button for more time cannot be reached');
    await v.press('I need more time');
    await v.expect('You have 30 more minutes');
    if (!(await v.page.$('#chest_symptoms-none:checked'))) v.tell('more time loses what was answered');
    await v.fill(healthy);
    await v.press('Continue');
    await v.questions(healthy);
    await warned('the offer');
    await v.press('I need more time');
    await v.press('Skip them all');
    await warned('the check');
    await v.press('See what to do');
    await warned('the result');
    await v.press('I need more time');
    await v.expect('Your plan');
  },
  async plan(v) {
    await v.go('/');
    await v.press('Start');
    await v.until('pain_sites', healthy);
    // A tap on the body map ticks the place, and unticks it, with no script.
    const tap = async () => {
      for (const place of ['.z6 label', '.z9 label']) await v.page.click(place);
      return v.page.$$eval('input:checked', (all) => all.map((e) => e.value).join());
    };
    for (const want of ['mid_back,shoulder_joint', '']) {
      const ticked = await tap();
      if (ticked !== want) v.tell(`the map ticked ${ticked}, not ${want}`);
    }
    await v.questions(healthy);
    await v.expect('That is enough for a plan');
    await v.press('Answer them');
    await v.questions(healthy);
    await v.expect('Check your answers');
    await v.press('Change your answers: About you');
    await v.fill({ age: 35 });
    await v.press('Continue');
    await v.press('See what to do');
    await v.expect('Your plan');
    await v.expect('35 years');
    const cut = await v.page.$$eval('.exercise', (all) => all.filter((e) => !e.querySelector('svg') || e.querySelector('svg').getBoundingClientRect().width < 40).length);
    if (cut > 0) v.tell(`${cut} exercises without a picture`);
    const names = await v.page.$$eval('.exercise h4', (all) => all.map((e) => e.textContent.replace(/^\d+\.\s*/, '').trim()));
    if (names.length === 0) v.tell('a plan without exercises');
    const pdf = Buffer.from(await v.page.pdf({ preferCSSPageSize: true }));
    if (shots) writeFileSync(`${shots}/plan.pdf`, pdf);
    const printed = words(pdf);
    if (printed.includes(squeeze('a name that is in no plan'))) v.tell('the test reads what is not there');
    for (const name of names) if (!printed.includes(squeeze(name))) v.tell(`the PDF lacks ${name}`);
    for (const folded of ['Asked, and not so', 'None of these: Squeezing, tightness']) if (!printed.includes(squeeze(folded))) v.tell(`the PDF lacks ${folded}`);
    if (printed.includes(squeeze('Delete my answers'))) v.tell('the PDF holds buttons');
    await v.press('Delete my answers');
    await v.expect('Your answers are deleted');
    await v.go('/check');
    await v.expect('We no longer have your answers');
  },
};

// keyboard goes through the first pages without a pointer.
async function keyboard() {
  const v = await visit({ width: 1280, scheme: 'light', script: true }, 'keyboard');
  await v.go('/');
  const key = async (name, times = 1) => { for (let i = 0; i < times; i++) await v.page.keyboard.press(name); };
  const tabTo = async (selector) => {
    for (let i = 0; i < 60; i++) {
      await key('Tab');
      const there = await v.page.evaluate((s) => {
        const e = document.activeElement;
        if (e.matches('a, button, input, summary') && getComputedStyle(e).outlineStyle === 'none') return 'no focus shown';
        return e.matches(s);
      }, selector);
      if (there === 'no focus shown') v.tell(there);
      if (there === true) return;
    }
    v.tell(`cannot reach ${selector} by Tab`);
  };
  const send = async (name) => { await Promise.all([v.page.waitForNavigation(), key(name)]); };
  await tabTo('button.button'); await send('Enter');
  await tabTo('#age'); await v.page.keyboard.type('60'); await send('Enter');
  for (let step = 2; step < 5; step++) {
    for (const id of await v.page.$$eval('input[name=_asked]', (all) => all.map((e) => e.value))) {
      const radio = await v.page.$(`input[type=radio][name="${id}"]`); // Tab stops at the first of a group
      await tabTo(radio ? `input[name="${id}"]` : `#${id}-${[healthy[id]].flat()[0]}`);
      await key('Space');
    }
    await tabTo('button.button'); await send('Enter');
  }
  if (v.at() !== '/step/5') v.tell('the keyboard does not get to step 5');
  await v.context.close();
}

// squeeze leaves out what a line break may change.
function squeeze(text) { return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase(); }

// words reads the text of a PDF as chromium writes it: fonts with ToUnicode
// maps, text as strings of two-byte glyphs.
function words(pdf) {
  const objects = new Map();
  const raw = pdf.toString('latin1');
  for (const m of raw.matchAll(/(?:^|\n)(\d+) 0 obj\s*([\s\S]*?)\nendobj/g)) {
    const at = m[2].search(/stream\r?\n/);
    let body = m[2], stream = '';
    if (at >= 0) {
      body = m[2].slice(0, at);
      const data = Buffer.from(m[2].slice(at).replace(/^stream\r?\n/, '').replace(/\r?\nendstream\s*$/, ''), 'latin1');
      stream = /FlateDecode/.test(body) ? inflateSync(data, { finishFlush: 2 }).toString('latin1') : data.toString('latin1');
    }
    objects.set(m[1], { body, stream });
  }
  const maps = new Map(); // by font object
  for (const [id, o] of objects) {
    const ref = /\/ToUnicode (\d+) 0 R/.exec(o.body);
    if (ref) maps.set(id, unicode(objects.get(ref[1]).stream));
  }
  const names = new Map(); // /F4 -> map; chromium gives a font one name throughout
  for (const o of objects.values()) for (const m of o.body.matchAll(/\/(F\d+) (\d+) 0 R/g)) names.set(m[1], maps.get(m[2]));
  let text = '';
  for (const o of objects.values()) {
    if (!/\bBT\b/.test(o.stream)) continue;
    let font;
    for (const m of o.stream.matchAll(/\/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f\s]+)>|\(((?:\\.|[^\\)])*)\)/gs)) {
      if (m[1]) { font = names.get(m[1]); continue; }
      const bytes = m[2] !== undefined ? Buffer.from(m[2].replace(/\s/g, ''), 'hex') : Buffer.from(unescape(m[3]), 'latin1');
      for (let i = 0; i + 1 < bytes.length; i += 2) text += font?.get(bytes.readUInt16BE(i)) ?? '';
    }
  }
  return squeeze(text);
}

function unescape(s) {
  const plain = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
  return s.replace(/\\([0-7]{1,3}|.)/gs, (_, c) => (/^[0-7]/.test(c) ? String.fromCharCode(parseInt(c, 8)) : plain[c] ?? c));
}

function unicode(cmap) {
  const map = new Map();
  const text = (hex) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const block of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const m of block[1].matchAll(/<(\w+)>\s*<(\w+)>/g)) map.set(parseInt(m[1], 16), text(m[2]));
  for (const block of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const m of block[1].matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g))
      for (let i = parseInt(m[1], 16), c = parseInt(m[3], 16); i <= parseInt(m[2], 16); i++, c++) map.set(i, String.fromCodePoint(c));
  return map;
}

const ways = [
  { width: 1280, scheme: 'light', script: false },
  { width: 1280, scheme: 'dark', script: true },
  { width: 360, scheme: 'light', script: true },
  { width: 320, scheme: 'dark', script: false },
];
try {
  for (const way of ways) {
    for (const [name, walk] of Object.entries(walks)) {
      const v = await visit(way, name);
      try { await walk(v); } catch (e) { v.tell(`stopped: ${e.message}`); }
      await v.context.close();
    }
  }
  await keyboard();
} finally {
  await browser.close();
}
for (const p of new Set(problems)) console.error(p);
console.log(`${ways.length * Object.keys(walks).length} walks, ${looked.size} addresses`);
process.exit(problems.length > 0 ? 1 : 0);
