using System.CommandLine;
using System.CommandLine.Parsing;

namespace Omnichannel.Terminal;

/// <summary>What may be given for an option, in one sentence, which is the answer to everything else.</summary>
internal static class OptionRules
{
    public static void Must<T>(this Option<T> option, Func<T?, bool> isKept, string rule) => option.Validators.Add(result =>
    {
        if (!IsKept(result, isKept)) result.AddError(rule);
    });

    private static bool IsKept<T>(OptionResult result, Func<T?, bool> isKept)
    {
        try
        {
            return isKept(result.GetValueOrDefault<T>());
        }
        catch (InvalidOperationException)
        {
            // What was given is no value of that type: that is how the library says so here.
            return false;
        }
    }
}
