import {byId, element, write} from './dom.js';
import {call} from './api.js';
import {on} from './events.js';
import {showCode} from './code.js';
import {drawScene} from './timeline.js';
import {onBusy, setBusy} from './stage.js';

const stories = await call('GET', 'api/stories');

const answers = new Map();

for (const story of stories) {
  const answer = element('output', {role: 'status'});
  answers.set(story.id, answer);
  byId('story-list').append(element('article', {class: 'card', 'data-story': story.id},
    element('h3', {}, story.title),
    element('p', {}, story.summary),
    story.notOffered
      ? element('p', {class: 'says'}, `Not here: ${story.notOffered}`)
      : element('button', {type: 'button', class: 'play', 'aria-label': `Play: ${story.title}`, onclick: () => play(story)}, 'Play'),
    answer));
}

let startedHere = false;

async function play(story) {
  if (document.querySelector(`[data-story=${story.id}] .play`).getAttribute('aria-disabled') === 'true') {
    write(answers.get(story.id), 'A race or a story is on. Wait until it ends.', 'bad');
    return;
  }
  answers.forEach(each => write(each, ''));
  try {
    startedHere = true;
    await call('POST', `api/stories/${story.id}`);
  } catch (e) {
    startedHere = false;
    write(answers.get(story.id), e.message, 'bad');
  }
}

onBusy(({race, story}) => document.querySelectorAll('.play')
  .forEach(button => button.setAttribute('aria-disabled', String(race || story))));

let shownRun = null;

on('story', state => {
  const story = stories.find(each => each.id === state.story);
  if (!story) {
    return;
  }
  setBusy('story', state.verdict === null);
  byId('timeline').hidden = false;
  byId('scenes').replaceChildren(...state.scenes.map(drawScene));
  write(byId('verdict'), state.verdict ? state.verdict.text : 'Being played…', state.verdict?.asExpected === false ? 'bad' : '');
  byId('verdict').dataset.expected = String(state.verdict?.asExpected);
  if (state.run !== shownRun) {
    answers.forEach(each => write(each, ''));
    shownRun = state.run;
    byId('timeline-title').textContent = story.title;
    byId('story-code').replaceChildren(...story.code.map(code =>
      element('details', {}, element('summary', {}, code.file), showCode(code))));
    if (startedHere) {
      startedHere = false;
      byId('timeline').focus();
    }
  }
});
