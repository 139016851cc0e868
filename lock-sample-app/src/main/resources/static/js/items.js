import {byId, element, number, write} from './dom.js';
import {call} from './api.js';
import {on, say} from './events.js';
import {holderName} from './instances.js';

const cards = new Map();

let made = 0;

/** The card of one item. It stays while the item changes, so that nobody loses what he is typing. */
class Card {
  constructor(item) {
    const key = `item-${++made}`;
    this.id = item.id;
    this.price = element('p', {class: 'price'});
    this.leader = element('p');
    this.holder = element('p', {class: 'holder'});
    this.amount = element('input', {id: `${key}-amount`, type: 'number', required: true, min: '0.01', max: '999999999999.99', step: '0.01'});
    this.amount.addEventListener('input', () => { this.touched = true; });
    this.slowly = element('input', {id: `${key}-slowly`, type: 'checkbox'});
    this.answer = element('output', {role: 'status'});
    this.form = element('form', {onsubmit: event => this.bid(event), 'aria-label': `Bid on ${item.name}`},
      element('div', {class: 'row'},
        element('p', {class: 'field'}, element('label', {for: `${key}-amount`}, 'Your bid'), this.amount),
        element('button', {}, 'Bid')),
      element('p', {class: 'check'}, this.slowly, element('label', {for: `${key}-slowly`}, 'slowly: hold the lock for 3 s')),
      this.answer);
    this.element = element('article', {class: 'card', 'data-item': item.id},
      element('h3', {}, item.name), this.price, this.leader, this.holder, this.form);
  }

  show(item, holders) {
    this.price.textContent = number(item.price);
    this.leader.textContent = item.bids === 0 ? 'No bid yet' : `${item.highestBidder} leads, after ${number(item.bids)} bid${item.bids === 1 ? '' : 's'}`;
    this.holder.hidden = !holders;
    write(this.holder, item.holder ? `Lock held by ${holderName(item.holder)}` : 'Lock free', item.holder ? 'holder held' : 'holder');
    if (!this.touched) {
      this.amount.value = Math.floor(item.price) + 1;
    }
  }

  async bid(event) {
    event.preventDefault();
    if (byId('bidder').value.trim() === '') {
      write(this.answer, 'Enter your name first.', 'bad');
      byId('bidder').focus();
      return;
    }
    const bid = {bidder: byId('bidder').value, amount: Number(this.amount.value), thinkingMillis: this.slowly.checked ? 3000 : 0};
    write(this.answer, this.slowly.checked ? 'Bidding slowly…' : 'Bidding…');
    try {
      const item = await call('POST', `api/items/${encodeURIComponent(this.id)}/bids`, bid);
      this.touched = false;
      write(this.answer, `Accepted: ${number(item.price)}.`, 'good');
    } catch (e) {
      write(this.answer, e.message, 'bad');
    }
  }
}

on('items', state => {
  say('redis', state.redis ? '' : 'Redis does not answer: what you see is old. It goes on by itself when Redis is back.');
  byId('items').classList.toggle('stale', !state.redis);
  say('locks', state.locks ? '' : 'The locks are switched off, or kept in memory: what this page says of them does not hold.');
  write(byId('holders'), state.holdersNotShown ?? '', 'says');
  byId('holders').hidden = !state.holdersNotShown;
  if (!state.redis) {
    return;
  }
  const list = byId('items');
  for (const [id, card] of cards) {
    if (!state.items.some(item => item.id === id)) {
      card.element.remove();
      cards.delete(id);
    }
  }
  state.items.forEach((item, place) => {
    if (!cards.has(item.id)) {
      cards.set(item.id, new Card(item));
    }
    const card = cards.get(item.id);
    card.show(item, state.locks && !state.holdersNotShown);
    if (list.children[place] !== card.element) {
      list.insertBefore(card.element, list.children[place] ?? null);
    }
  });
});

byId('offer').addEventListener('submit', async event => {
  event.preventDefault();
  const name = byId('offer-name').value.trim();
  const id = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-').substring(0, 40)}-${Date.now().toString(36)}`;
  try {
    await call('POST', 'api/items', {id, name, price: Number(byId('offer-price').value)});
    byId('offer-name').value = '';
    write(byId('offer-answer'), `${name} is up for auction.`, 'good');
  } catch (e) {
    write(byId('offer-answer'), e.message, 'bad');
  }
});
