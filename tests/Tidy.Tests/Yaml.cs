using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Omnichannel.Tidy;

/// <summary>A node of a YAML file, read without a schema, aliases and merge keys resolved.</summary>
internal sealed class Yaml(YamlNode node)
{
    public string? Text => (node as YamlScalarNode)?.Value;

    public IEnumerable<Yaml> Items => node is YamlSequenceNode list ? list.Children.Select(child => new Yaml(child)) : [];

    public IEnumerable<string> Keys => Entries().Select(entry => entry.Key).Distinct();

    public Yaml? this[string key] => Entries().Where(entry => entry.Key == key).Select(entry => new Yaml(entry.Value)).FirstOrDefault();

    /// <summary>This node and all below it.</summary>
    public IEnumerable<Yaml> All => Items.Concat(Keys.Select(key => this[key]!)).SelectMany(child => child.All).Prepend(this);

    public static IReadOnlyList<Yaml> Parse(string text)
    {
        var stream = new YamlStream();
        stream.Load(new Parser(new StringReader(text)));
        return [.. stream.Documents.Select(document => new Yaml(document.RootNode))];
    }

    // What a mapping says itself comes before what it merges in.
    private IEnumerable<(string Key, YamlNode Value)> Entries()
    {
        if (node is not YamlMappingNode map) return [];
        var own = map.Children.Where(child => ((YamlScalarNode)child.Key).Value != "<<").Select(child => (((YamlScalarNode)child.Key).Value!, child.Value));
        var merged = map.Children.Where(child => ((YamlScalarNode)child.Key).Value == "<<").SelectMany(child => new Yaml(child.Value).Entries());
        return own.Concat(merged);
    }
}
