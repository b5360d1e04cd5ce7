using System.Globalization;
using Omnichannel;

// Arguments: seconds per measurement (default 10) and rounds (default 3).
var seconds = Argument(0, 10);
var rounds = Argument(1, 3);
await new ReserveBench(TimeSpan.FromSeconds(seconds), rounds).RunAsync();

int Argument(int index, int whenLeftOut) => args.Length > index ? int.Parse(args[index], NumberStyles.None, CultureInfo.InvariantCulture) : whenLeftOut;
