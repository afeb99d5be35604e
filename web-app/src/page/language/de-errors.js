/** Was schiefgehen kann, auf Deutsch; die Codes sind die von `client/errors.js`. */
export const deErrors = Object.freeze({
  'error.token-missing.title': 'Dieser Link ist unvollständig',
  'error.token-missing.advice':
    'Der Teil nach „?token=“ fehlt. Kopieren Sie den ganzen Link, den Sie bekommen haben, und öffnen Sie ihn noch einmal.',
  'error.token-invalid.title': 'Dieser Link ist ungültig',
  'error.token-invalid.advice':
    'Er wurde unterwegs abgeschnitten oder verändert. Bitten Sie die Person, die Sie eingeladen hat, ihn noch einmal zu schicken.',
  'error.token-expired.title': 'Dieser Link ist abgelaufen',
  'error.token-expired.advice':
    'Links gelten eine begrenzte Zeit. Bitten Sie die Person, die Sie eingeladen hat, um einen neuen.',
  'error.room-not-found.title': 'Dieses Gespräch gibt es nicht',
  'error.room-not-found.advice':
    'Es ist vielleicht zu Ende, oder der Link hat einen Tippfehler. Bitten Sie um einen neuen Link.',
  'error.room-closed.title': 'Dieses Gespräch ist zu Ende',
  'error.room-closed.advice':
    'Wer es angelegt hat, hat es beendet. Ein neues Gespräch braucht einen neuen Link.',
  'error.room-full.title': 'Dieses Gespräch ist voll',
  'error.room-full.advice':
    'Mehr passen nicht hinein. Sind Sie in einem anderen Tab schon dabei, verlassen Sie es dort zuerst.',
  'error.put-out.title': 'Sie wurden aus dem Gespräch entfernt',
  'error.put-out.advice': 'War das ein Versehen, sprechen Sie mit der Person, die das Gespräch leitet.',
  'error.identity-replaced.title': 'Sie sind anderswo in diesem Gespräch',
  'error.identity-replaced.advice':
    'Sie haben auf einer anderen Seite oder einem anderen Gerät noch einmal teilgenommen, und das gilt. Schließen Sie es dort, um hier teilzunehmen.',
  'error.identity-present.title': 'Sie sind schon in diesem Gespräch',
  'error.identity-present.advice':
    'Verlassen Sie es zuerst auf der anderen Seite oder dem anderen Gerät, dann versuchen Sie es noch einmal.',
  'error.resumed-elsewhere.title': 'Dieses Gespräch geht anderswo weiter',
  'error.resumed-elsewhere.advice':
    'Eine andere Seite hat Ihren Platz übernommen. Waren Sie das nicht, verlassen Sie das Gespräch und bitten Sie um einen neuen Link.',
  'error.token-revoked.title': 'Dieser Link wurde zurückgenommen',
  'error.token-revoked.advice':
    'Wer ihn ausgestellt hat, hat ihn ungültig gemacht. Bitten Sie um einen neuen.',
  'error.not-granted.title': 'Das dürfen Sie in diesem Gespräch nicht',
  'error.not-granted.advice':
    'Ihr Link erlaubt es nicht. Bitten Sie die Person, die Sie eingeladen hat, um einen, der es tut.',
  'error.link-invalid.title': 'Das ist kein Einladungslink',
  'error.link-invalid.advice':
    'Er sieht so aus: https://…/otter-meet/name?token=…. Kopieren Sie den ganzen Link, den Sie bekommen haben.',
  'error.peer-gone.title': 'Diese Person ist nicht mehr im Gespräch',
  'error.peer-gone.advice': 'Warten Sie, bis sie zurück ist, und versuchen Sie es dann noch einmal.',
  'error.messages-waiting.title': 'Zu viel wartet darauf, gesendet zu werden',
  'error.messages-waiting.advice':
    'Die Verbindung zur anderen Person ist langsam oder unterbrochen. Versuchen Sie es gleich noch einmal.',
  'error.origin-refused.title': 'Diese Seite darf diesen Server nicht benutzen',
  'error.origin-refused.advice':
    'Sie wurde unter einer anderen Adresse geöffnet als der des Servers. Öffnen Sie den Link genau so, wie Sie ihn bekommen haben.',
  'error.refused.title': 'Der Server hat das Gespräch abgelehnt',
  'error.refused.advice':
    'Versuchen Sie es gleich noch einmal; bleibt es dabei, bitten Sie um einen neuen Link.',
  'error.connection-lost.title': 'Die Verbindung zum Server ist abgerissen',
  'error.connection-lost.advice':
    'Prüfen Sie Ihr Netz. Wir versuchen es weiter; Bild und Ton gehen vielleicht so lange fort.',
  'error.no-path.title': 'Kein Durchkommen zur anderen Person',
  'error.no-path.advice':
    'Ein Netz zwischen Ihnen verhindert Gespräche. Wir versuchen es weiter; ein anderes Netz (etwa das eines Telefons) hilft oft.',
  'error.server-unreachable.title': 'Der Server antwortet nicht',
  'error.server-unreachable.advice': 'Prüfen Sie Ihr Netz und versuchen Sie es dann noch einmal.',
  'error.not-ready.title': 'Der Server wird neu gestartet',
  'error.not-ready.advice': 'Sie werden auf einen anderen umgezogen; Sie brauchen nichts zu tun.',
  'error.too-many.title': 'Zu viele Versuche',
  'error.too-many.advice':
    'Der Server bittet um eine Pause. Warten Sie eine Minute, dann versuchen Sie es noch einmal.',
  'error.node-full.title': 'Der Server hat keinen Platz mehr',
  'error.node-full.advice': 'Er trägt so viele Gespräche, wie er darf. Versuchen Sie es später noch einmal.',
  'error.internal.title': 'Der Server hat einen Fehler gemacht',
  'error.internal.advice':
    'Er steht in seinem Protokoll. Wir versuchen es weiter; wer den Server betreibt, kann helfen.',
  'error.too-slow.title': 'Ihre Verbindung ist zu langsam',
  'error.too-slow.advice': 'Nachrichten stauen sich schneller, als Ihr Netz sie annimmt.',
  'error.message-too-large.title': 'Eine Nachricht war zu groß',
  'error.message-too-large.advice':
    'Der Browser hat mehr gesendet, als der Server annimmt. Laden Sie die Seite neu.',
  'error.message-invalid.title': 'Der Server hat uns nicht verstanden',
  'error.message-invalid.advice': 'Laden Sie die Seite neu, dann haben Sie die neueste Fassung.',
  'error.message-binary.title': 'Eine Nachricht war von der falschen Art',
  'error.message-binary.advice': 'Etwas auf dem Weg verändert Nachrichten. Laden Sie die Seite neu.',
  'error.message-not-utf8.title': 'Eine Nachricht war unlesbar',
  'error.message-not-utf8.advice': 'Etwas auf dem Weg beschädigt Nachrichten. Laden Sie die Seite neu.',
  'error.media-not-allowed.title': 'Der Zugriff wurde nicht erlaubt',
  'error.media-not-allowed.advice':
    'Klicken Sie auf das Zeichen links in der Adresszeile, erlauben Sie ihn dort, dann versuchen Sie es noch einmal.',
  'error.media-not-found.title': 'Kein Gerät gefunden',
  'error.media-not-found.advice':
    'Stecken Sie eines ein, oder schalten Sie es ein, dann versuchen Sie es noch einmal.',
  'error.media-not-readable.title': 'Das Gerät ist belegt',
  'error.media-not-readable.advice':
    'Vielleicht benutzt es ein anderes Programm. Schließen Sie es, dann versuchen Sie es noch einmal.',
  'error.media-overconstrained.title': 'Das gewählte Gerät ist weg',
  'error.media-overconstrained.advice':
    'Es kann nicht, was von ihm verlangt wird, oder wurde ausgesteckt. Wählen Sie ein anderes.',
  'error.media-insecure.title': 'Der Browser sperrt Geräte hier',
  'error.media-insecure.advice':
    'Kamera und Mikrofon brauchen eine Seite über https (oder localhost). Fragen Sie, wer diesen Server betreibt.',
  'error.media-ended.title': 'Das Gerät hat aufgehört',
  'error.media-ended.advice': 'Es wurde ausgesteckt oder vom System weggenommen. Schalten Sie es wieder ein.',
  'error.media-failed.title': 'Das Gerät ist nicht gestartet',
  'error.media-failed.advice': 'Stecken Sie es aus und wieder ein, oder starten Sie den Browser neu.',
});
