using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Omnichannel.Terminal;

/// <summary>A command with one line for the list of commands, and more to say in its own help.</summary>
internal sealed class DetailedCommand(string name, string summary, string details) : Command(name, summary)
{
    /// <summary>Makes <c>--help</c> of every detailed command end with its details.</summary>
    public static void ShowDetails(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new DetailsAction((SynchronousCommandLineAction)help.Action!);
    }

    private sealed class DetailsAction(SynchronousCommandLineAction standard) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parsed)
        {
            var exit = standard.Invoke(parsed);
            if (parsed.CommandResult.Command is DetailedCommand command) parsed.InvocationConfiguration.Output.WriteLine(command.Details);
            return exit;
        }
    }

    private string Details => details;
}
