/** A list that is here as a whole, and a field that leaves some of it; what is in the field is in the address. */

import {element} from './dom.js';

export function localFilter({params, root, view, label, load, textOf, show}) {
  const field = element('input', {type: 'search', name: 'q', autocomplete: 'off'});
  field.value = params.get('q') ?? '';
  const place = element('div');
  let latest = null;
  const update = () => {
    const wanted = field.value.trim().toLowerCase();
    latest && show(place, latest, latest.items.filter((item) => textOf(item).toLowerCase().includes(wanted)));
  };
  field.addEventListener('input', () => {
    history.replaceState(null, '', field.value ? `${view}?${new URLSearchParams({q: field.value})}` : view);
    update();
  });
  root.append(element('form', {class: 'filters', role: 'search', submit: (event) => event.preventDefault()},
      element('label', {class: 'search'}, label, field)), place);
  return {
    root,
    every: 3000,
    load,
    show: (data) => {
      latest = data;
      update();
    },
  };
}
