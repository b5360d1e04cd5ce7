using Spectre.Console;

namespace Omnichannel.Terminal;

/// <summary>Where <c>omni</c> writes: colours and moving bars on a terminal, plain lines into a file or a pipe.</summary>
internal static class Screen
{
    private const int PlainWidth = 160;

    public static void SetUp()
    {
        if (!Console.IsOutputRedirected) return;
        AnsiConsole.Console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        AnsiConsole.Profile.Width = PlainWidth;
    }

    /// <summary>One line as it is: neither markup nor wrapped.</summary>
    public static void Line(string text) => Console.Out.WriteLine(text);

    public static void Error(string text) => Console.Error.WriteLine($"omni: {text}");
}
