using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace Omnichannel;

/// <summary>Runs a property. A failure prints the shrunk input and the seed; OMNICHANNEL_REPLAY="seed,gamma" runs that seed again, first of all.</summary>
internal static class PropertyChecks
{
    private const int RunsCount = 400;

    public static void Run<T>(Arbitrary<T> inputs, Action<T> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(RunsCount);
        if (Environment.GetEnvironmentVariable("OMNICHANNEL_REPLAY") is { } replay) config = config.WithReplay(Replay(replay));
        Prop.ForAll(inputs, property).Check(config);
    }

    private static Replay Replay(string text)
    {
        var numbers = text.Trim('(', ')').Split(',').Select(ulong.Parse).ToArray();
        return new(new Rnd(numbers[0], numbers[1]), numbers.Length > 2 ? FSharpOption<int>.Some((int)numbers[2]) : FSharpOption<int>.None);
    }
}
