using Omnichannel.Bench;

if (BenchOptions.Parse(args) is not { } options) return 2;
using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    interrupted.Cancel();
};
await new BenchRun(options, interrupted.Token).RunAsync();
return 0;
