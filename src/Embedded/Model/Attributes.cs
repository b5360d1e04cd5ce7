using System.Diagnostics.CodeAnalysis;

namespace Orleans
{
    /// <summary>Marks a type that crosses a grain call. The Embedded host passes references, so it only records the intent.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum, Inherited = false)]
    public sealed class GenerateSerializerAttribute : Attribute;

    /// <summary>The frozen position of a member in the serialized form of its type.</summary>
    [AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter)]
    public sealed class IdAttribute(uint id) : Attribute
    {
        public uint Id => id;
    }

    /// <summary>The frozen wire name of a type or a method.</summary>
    [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum | AttributeTargets.Interface | AttributeTargets.Method)]
    public sealed class AliasAttribute(string alias) : Attribute
    {
        public string Alias => alias;
    }

    /// <summary>A promise that nobody changes an instance after it was handed to a grain call.</summary>
    [AttributeUsage(
        AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field)]
    public sealed class ImmutableAttribute : Attribute;
}

namespace Orleans.Concurrency
{
    /// <summary>Calls to one activation may interleave at awaits; still only one turn runs at a time.</summary>
    [AttributeUsage(AttributeTargets.Class)]
    [SuppressMessage("Performance", "CA1813", Justification = "Orleans' own shape")]
    public sealed class ReentrantAttribute : Attribute;
}
