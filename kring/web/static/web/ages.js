// "3 min ago" stays true while a page is open. The words come from the browser, in the language of the page.

const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60]];
const WEEK = 7 * 86400;
const locale = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const short = new Intl.RelativeTimeFormat(locale, { style: "short" });
const long = new Intl.RelativeTimeFormat(locale);

function refresh() {
  for (const age of document.querySelectorAll("time[data-age]")) {
    const seconds = (Date.parse(age.dateTime) - Date.now()) / 1000;
    const unit = UNITS.find(([, size]) => Math.abs(seconds) >= size);
    if (unit && Math.abs(seconds) < WEEK) age.textContent = (unit[0] === "day" ? long : short).format(Math.round(seconds / unit[1]), unit[0]);
  }
}

setInterval(refresh, 60000);
