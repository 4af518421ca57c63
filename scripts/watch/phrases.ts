// Invented names and texts for the simulation.

export const customers = [
  ...["Ana Restrepo", "Luis Cano", "Marta Quintero", "Jairo Peña", "Sofía Muñoz", "Camila Ríos", "Andrés Lozano"],
  ...["Valentina Duque", "Óscar Ibáñez", "Paula Vélez", "Tomás Arango", "Lucía Zapata", "Iván Correa", "Daniela Gil"],
];

export const questions = [
  ...["Hola", "Hola, buenas tardes 👋", "¿Y en negro?\nLa necesito para el viernes.", "Gracias 🙏🏽", "Perfecto", "👍"],
  ...["¿Tienen la camisa azul en talla M?", "¿Cuánto vale el envío a Medellín?", "¿A qué hora abren mañana?"],
  "El pedido llegó incompleto: faltan las dos tazas y la caja venía abierta. ¿Qué hacemos? Tengo las fotos por si las necesitan.",
  ...["¿Puedo pagar con tarjeta cuando llegue?", "Quisiera cambiar la dirección del pedido", "¿Siguen ahí?"],
];

export const answers = [
  ...["¡Hola! ¿En qué te podemos ayudar?", "Sí, quedan tres. ¿Te aparto una?", "Recibimos tu pago, muchas gracias 🎉"],
  ...["Abrimos de 9 a 18, de lunes a sábado.", "Claro que sí, dame un momento lo reviso.", "Con gusto. ¡Feliz tarde!"],
  "Tu pedido ya va en camino. Te escribimos apenas el mensajero esté cerca de tu casa, para que alguien lo reciba.",
];
