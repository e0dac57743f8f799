// What a slip may say: the same checks as zhibu.ballots.slips, so that nobody's vote becomes void by a
// slip of the finger. A slip is {answers: {key: [codes]}, names: [written in]}.

import { octets } from "./octets.js";

const NAME_MOST = 24;
const DOTS = /[・•∙⋅‧.．]/g;
const BAD = /[\p{Cc}\p{Cf}\p{Cs}"\\]/u;

/** A written-in name without blanks, each letter in one form. */
export function nameNormal(name) {
  const closed = name.normalize("NFKC").replace(DOTS, "·").replace(/\s/gu, "").replace(/^·+|·+$/g, "");
  return closed.normalize("NFKC"); // taking out blanks may bring marks together
}

/** The slip as it is sealed: sorted, nothing empty. */
export function tidy(slip) {
  const answers = {};
  for (const key of Object.keys(slip.answers).sort()) {
    if (slip.answers[key].length) answers[key] = [...slip.answers[key]].sort();
  }
  return { answers, names: slip.names.map(nameNormal).filter(Boolean).sort() };
}

/** What is wrong with a slip, in Chinese; nothing where it is valid. */
export function faults(form, slip) {
  const { answers, names } = tidy(slip);
  const found = [];
  for (const question of form.questions) {
    const chosen = answers[question.key] || [];
    if (chosen.length > question.most) found.push(`“${question.title}”最多选 ${question.most} 项。`);
  }
  const all = Object.values(answers);
  const against = all.filter((codes) => codes.includes("against")).length;
  const favours = all.filter((codes) => codes.includes(form.favour)).length + names.length;
  const titles = form.questions.map((question) => nameNormal(question.title));
  if (names.length > form.names_most) found.push(`另选他人最多 ${form.names_most} 人。`);
  if (new Set(names).size !== names.length) found.push("另选的人每人写一次。");
  for (const name of names) {
    if ([...name].length > NAME_MOST || BAD.test(name)) found.push(`“${name}”不是姓名。`);
    if (titles.includes(name)) found.push(`${name}是候选人，在他那一行选赞成。`);
  }
  if (form.names_for_against && names.length > against) {
    found.push("对候选人不赞成的才能另选，弃权的不能。");
  }
  if (form.favours_most !== null && favours > form.favours_most) {
    found.push(`赞成和另选共 ${favours} 人，最多 ${form.favours_most} 人，多了是废票。`);
  }
  return found;
}

/** The slip as octets, filled up with blanks to the length that all slips of the poll have. */
export function padded(slip, length) {
  const plain = octets(JSON.stringify(tidy(slip)));
  if (plain.length > length) throw new Error("票上的内容太长。");
  const filled = new Uint8Array(length).fill(0x20);
  filled.set(plain);
  return filled;
}
